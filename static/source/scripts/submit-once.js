// A form is sent once: a second press while the first is on its way does nothing. Put data-module="submit-once" on
// the form. When the page comes back from the browser's memory the form may be sent again.
export function start (form) {
  let sent = false
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return
    if (sent) {
      event.preventDefault()
      return
    }
    sent = true
    form.setAttribute('aria-busy', 'true')
  })
  window.addEventListener('pageshow', () => {
    sent = false
    form.removeAttribute('aria-busy')
  })
}
