// Filters apply as soon as a choice is changed. The button stays for the keyboard, for text, and for those without
// scripts. Put data-module="filter" on the form. A choice made with the arrow keys waits for Enter or the button.
export function start (form) {
  let byKeyboard = false
  form.addEventListener('keydown', (event) => { byKeyboard = event.key !== 'Enter' })
  form.addEventListener('pointerdown', () => { byKeyboard = false })
  form.addEventListener('change', (event) => {
    if (!byKeyboard && event.target.matches('select, input[type=checkbox], input[type=radio]')) form.requestSubmit()
  })
}
