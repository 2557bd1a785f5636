// A button that copies a link or a text. The element has data-module="copy", data-copy (what to copy) and, hidden
// until this runs, a button and an element with role="status" that says it was done.
export function start (element) {
  const button = element.querySelector('button')
  const status = element.querySelector('[role=status]')
  if (!button || !navigator.clipboard) return
  button.hidden = false
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(element.dataset.copy)
      status.textContent = 'Copied'
    } catch {
      status.textContent = 'Could not copy. Select the link and copy it yourself.'
    }
  })
}
