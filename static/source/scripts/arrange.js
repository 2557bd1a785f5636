// Arranges the agenda: rows are moved by drag or by their buttons without a new page, and the clock runs along. The
// form is the one that works without this: what is moved here is saved by its own button. Put data-module="arrange" on
// the form, with data-starts ("10:00") and data-length (minutes).
export function start (form) {
  const list = form.querySelector('ol.app-arrange')
  if (!list) return
  const said = form.querySelector('[data-said]')
  const unsaved = form.querySelector('[data-unsaved]')
  const length = Number(form.dataset.length)
  let dirty = false

  const rows = () => [...list.querySelectorAll('[data-row]')]
  const nameOf = (row) => (row.querySelector('a.govuk-link, .app-arrange__heading')?.textContent ||
    row.querySelector('.app-arrange__heading')?.value || '').trim()

  function clock (minutes) {
    const inDay = ((minutes % 1440) + 1440) % 1440
    return String(Math.floor(inDay / 60)).padStart(2, '0') + ':' + String(inDay % 60).padStart(2, '0')
  }

  function words (count) { return count === 1 ? '1 minute' : count + ' minutes' }

  // Numbers, times, and what the buttons can do, after anything has changed.
  function recount () {
    const [hour, minute] = form.dataset.starts.split(':').map(Number)
    let planned = 0
    let number = 0
    const all = rows()
    all.forEach((row, place) => {
      const up = row.querySelector('[data-up]')
      const down = row.querySelector('[data-down]')
      if (up) up.disabled = place === 0
      if (down) down.disabled = place === all.length - 1
      const field = row.querySelector('[data-minutes]')
      if (!field) return
      row.querySelector('[data-number]').textContent = ++number
      row.querySelector('[data-time]').textContent = clock(hour * 60 + minute + planned)
      planned += Math.max(0, parseInt(field.value, 10) || 0)
    })
    const line = form.querySelector('[data-clock]')
    const total = document.createElement('strong')
    total.textContent = words(planned)
    line.replaceChildren(total, ` of ${length} planned. `)
    if (planned > length) {
      const over = document.createElement('strong')
      over.className = 'app-clock__over'
      over.textContent = words(planned - length) + ' too long.'
      line.append(over)
    } else {
      line.append(planned < length ? words(length - planned) + ' to spare.' : 'It fills the meeting.')
    }
  }

  function changed (row) {
    dirty = true
    unsaved.hidden = false
    recount()
    if (row) said.textContent = `${nameOf(row)}: now place ${rows().indexOf(row) + 1} of ${rows().length}.`
  }

  list.addEventListener('click', (event) => {
    const button = event.target.closest('[data-up], [data-down]')
    if (!button) return
    event.preventDefault()
    const row = button.closest('[data-row]')
    if ('up' in button.dataset) row.previousElementSibling?.before(row)
    else row.nextElementSibling?.after(row)
    changed(row)
    // A button that came to the end is off; the focus goes to its pair.
    if (button.disabled) row.querySelector('[data-up]:not(:disabled), [data-down]:not(:disabled)')?.focus()
    else button.focus()
  })
  list.addEventListener('input', () => changed())

  // By drag: a handle, which the keyboard does not need.
  for (const row of rows()) {
    const handle = document.createElement('span')
    handle.className = 'app-arrange__handle'
    handle.setAttribute('aria-hidden', 'true')
    handle.title = 'Drag to move'
    row.prepend(handle)
    row.classList.add('app-arrange__item--drags')
    handle.addEventListener('pointerdown', (down) => {
      if (down.button !== 0) return
      down.preventDefault()
      handle.setPointerCapture(down.pointerId)
      row.classList.add('app-arrange__item--moving')
      const before = rows().indexOf(row)
      const middle = (element) => { const box = element.getBoundingClientRect(); return box.top + box.height / 2 }
      // The others are put around the row: a row taken out of the page would lose the pointer.
      const move = (event) => {
        while (row.previousElementSibling && event.clientY < middle(row.previousElementSibling)) row.after(row.previousElementSibling)
        while (row.nextElementSibling && event.clientY > middle(row.nextElementSibling)) row.before(row.nextElementSibling)
      }
      const up = () => {
        handle.removeEventListener('pointermove', move)
        row.classList.remove('app-arrange__item--moving')
        if (rows().indexOf(row) !== before) changed(row)
      }
      handle.addEventListener('pointermove', move)
      handle.addEventListener('lostpointercapture', up, { once: true })
    })
  }

  form.addEventListener('submit', () => { dirty = false })
  window.addEventListener('beforeunload', (event) => { if (dirty) event.preventDefault() })
  recount()
}
