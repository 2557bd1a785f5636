// What makes the pages better where scripts run. Every page works without it.
//
// The layout loads this module on every page. To add behaviour of your own to one kind of page:
//   1. write a module in this folder, for example take-minutes.js, that exports `start(element)`;
//   2. add one line to `modules` below: 'take-minutes': () => import('./take-minutes.js')
//   3. put data-module="take-minutes" on the element it is for.
// The module is fetched only by pages that have such an element. Facts that it needs stand in data-* attributes of
// that element. No file is built: what you write is what is served (the content policy allows scripts of this site
// only, nothing inline, and no style attribute: set classes, or element.style from the script).

import {
  createAll, Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink
} from '../govuk-frontend.js'
import { PlainRadios } from './radios.js'

const modules = {
  'arrange': () => import('./arrange.js'),
  'submit-once': () => import('./submit-once.js'),
  'filter': () => import('./filter.js'),
  'copy': () => import('./copy.js'),
  'take-minutes': () => import('./take-minutes.js')
}

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}

createAll(Button, { preventDoubleClick: true })
for (const component of [CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PlainRadios, ServiceNavigation, SkipLink]) {
  createAll(component)
}

for (const element of document.querySelectorAll('[data-module]')) {
  for (const name of element.dataset.module.split(' ')) {
    if (Object.hasOwn(modules, name)) {
      modules[name]().then((module) => module.start(element)).catch((error) => console.error(error))
    }
  }
}
