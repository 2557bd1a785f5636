// Empties the nth POST form of the main part of the page, as far as a person
// can, and sends it by the button that stands out; or, where it is to be stale,
// sends it as it is with the version of long ago.
(n, stale) => {
  const form = [...document.querySelectorAll('main form')].filter((f) => f.method === 'post')[n]
  if (stale) form.elements.version.value = '0'
  else for (const e of form.elements) {
    if (e.type === 'hidden') continue
    if (e.matches('input[type=checkbox]')) e.checked = false
    else if (e.matches('input[type=radio]')) continue // one that is chosen cannot be unchosen
    else if (e.matches('input, textarea')) e.value = ''
    else if (e.matches('select') && [...e.options].some((o) => o.value === '')) e.value = ''
  }
  // A script takes the minute-taker's lines, and no empty one: this is how the
  // form goes where there is no script.
  if (form.matches('[data-take-form]')) return form.submit()
  form.noValidate = true
  const buttons = [...form.elements].filter((e) => e.matches('button, input[type=submit]') && !e.hasAttribute('formaction'))
  form.requestSubmit(buttons.find((e) => e.matches('.govuk-button:not(.govuk-button--secondary)')) || buttons[0])
}
