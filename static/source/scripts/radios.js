// GOV.UK Frontend's radios, which show more fields beside the one that is chosen. They say aria-expanded on the radio
// itself, which ARIA does not allow there; what is shown stands next in the page, so that nothing is lost without it.

import { Radios } from '../govuk-frontend.js'

export class PlainRadios extends Radios {
  syncConditionalRevealWithInputState (input) {
    super.syncConditionalRevealWithInputState(input)
    input.removeAttribute('aria-expanded')
  }
}
