// The minute-taker's screen. Lines are sent one by one as they are typed; what cannot be sent waits in this browser and
// is sent when the connection is back. Without scripts the same forms work by themselves.
import { Queue, Draft, newKey } from './take-minutes-queue.js'
import { startClock } from './take-minutes-clock.js'
import { createAll, Checkboxes } from '../govuk-frontend.js'
import { PlainRadios } from './radios.js'

export function start (screen) {
  if (!screen.dataset.open) {
    startClock(screen)
    return
  }
  const meeting = screen.dataset.meeting
  const queue = new Queue(meeting)
  const draft = new Draft(meeting)
  const pages = new Map() // items' pages as they were last seen, for when the connection is lost
  const tick = startClock(screen)
  let lostAt = ''
  let sending = false
  let wait = 2000
  let timer = 0

  const main = () => screen.querySelector('[data-take-main]')
  const item = () => main().dataset.item
  const line = () => screen.querySelector('[data-take-line]')
  const clock = () => new Intl.DateTimeFormat('en-GB', { timeZone: screen.dataset.zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date())

  // The lines of this item that wait, under those that are saved.
  function drawWaiting () {
    const list = screen.querySelector('[data-take-entries]')
    if (!list) return
    for (const old of list.querySelectorAll('[data-waiting]')) old.remove()
    const here = queue.all().filter((one) => one.item === item())
    for (const one of here) {
      if (list.querySelector(`[data-key="${CSS.escape(one.key)}"]`)) continue
      const row = document.createElement('li')
      row.className = 'app-entry app-entry--note'
      row.dataset.waiting = one.key
      const body = document.createElement('div')
      body.className = 'app-entry__body app-entry__body--typed'
      body.textContent = one.line
      const state = document.createElement('span')
      state.className = 'app-entry__state app-entry__state--waiting' + (one.why ? ' app-entry__state--refused' : '')
      state.textContent = one.why ? `Not saved: ${one.why}` : 'Waiting'
      row.append(document.createElement('span'), body, state)
      if (one.why) {
        const choices = document.createElement('span')
        choices.className = 'app-entry__choices'
        choices.append(
          button('Put it back in the line', () => { queue.remove(one.key); line().value = one.line; typed(); line().focus(); drawWaiting() }),
          button('Send it again', () => { queue.retry(one.key); drawWaiting(); send() })
        )
        if (one.ended) {
          const signIn = document.createElement('a')
          signIn.className = 'govuk-link'
          signIn.href = '/sign-in'
          signIn.target = '_blank'
          signIn.rel = 'noopener'
          signIn.textContent = 'Sign in (in a new tab)'
          choices.prepend(signIn)
        }
        row.append(choices)
      }
      list.append(row)
    }
    const empty = list.querySelector('[data-take-empty]')
    if (empty) empty.hidden = here.length > 0
    notice()
  }

  function button (text, press) {
    const made = document.createElement('button')
    made.type = 'button'
    made.className = 'app-link-button app-small'
    made.textContent = text
    made.addEventListener('click', press)
    return made
  }

  function notice () {
    const box = screen.querySelector('[data-take-offline]')
    if (!box) return
    const count = queue.all().filter((one) => !one.why).length
    box.hidden = !lostAt
    if (lostAt) {
      const lines = count === 0 ? '' : count === 1 ? ' One line is kept on this computer and will be sent when it is back.' : ` ${count} lines are kept on this computer and will be sent when it is back.`
      box.firstElementChild.textContent = `Connection lost at ${lostAt}.${lines}`
    }
  }

  // show puts what the server answered into the screen; what is being typed stays.
  function show (page, whole) {
    const fresh = page.querySelector('[data-take-main]')
    if (!fresh) return
    if (whole) {
      main().replaceWith(document.adoptNode(fresh))
      for (const component of [Checkboxes, PlainRadios]) createAll(component, undefined, main()) // what a choice reveals
      screen.querySelector('[data-take-clock]').replaceWith(document.adoptNode(page.querySelector('[data-take-clock]')))
    } else if (fresh.dataset.item === item()) {
      main().dataset.began = fresh.dataset.began
      screen.querySelector('[data-take-entries]').replaceWith(document.adoptNode(fresh.querySelector('[data-take-entries]')))
    }
    const agenda = page.querySelector('[data-take-items]')
    if (whole && agenda) screen.querySelector('[data-take-items]').replaceWith(document.adoptNode(agenda))
    const side = page.querySelector('[data-take-side]')
    if (side) screen.querySelector('[data-take-side]').replaceWith(document.adoptNode(side))
    for (const hidden of screen.querySelectorAll('[data-take-keys]')) hidden.hidden = false
    drawWaiting()
    tick()
  }

  const parse = (text) => new DOMParser().parseFromString(text, 'text/html')

  // send sends what waits, the oldest first, and stops at the first that cannot be sent.
  async function send () {
    if (sending) return
    sending = true
    clearTimeout(timer)
    try {
      for (let one; (one = queue.all().find((each) => !each.why));) {
        const body = new URLSearchParams({ item: one.item, line: one.line, client_key: one.key })
        if (one.restricted) body.set('restricted', 'yes')
        let answer, text
        try {
          answer = await fetch(`/meetings/${meeting}/entries`, { method: 'POST', body, signal: AbortSignal.timeout(15000) })
          text = await answer.text()
        } catch {
          lost()
          break
        }
        if (answer.status >= 500) {
          lost()
          break
        }
        lostAt = ''
        wait = 2000
        const page = parse(text)
        if (answer.ok && page.querySelector('[data-take-main]')) {
          queue.remove(one.key)
          pages.set(one.item, text)
          show(page, false)
          const said = page.querySelector('.govuk-notification-banner__heading')
          if (said) understood([{ text: said.textContent.trim() }], 'action')
        } else {
          const ended = !page.querySelector('form[action="/sign-out"]')
          const why = page.querySelector('.govuk-error-summary__list li') || page.querySelector('main p')
          if (ended) queue.refuse(one.key, 'your session has ended. The line is kept on this computer: sign in, then send it again.', true)
          else queue.refuse(one.key, why ? why.textContent.trim().replace(/[.]?$/, '.') : 'it was not taken.')
        }
        drawWaiting()
      }
    } finally {
      sending = false
    }
  }

  function lost () {
    if (!lostAt) lostAt = clock()
    drawWaiting()
    timer = setTimeout(send, wait)
    wait = Math.min(wait * 2, 30000)
  }

  function take () {
    const text = line().value.trim()
    if (!text) return
    const box = screen.querySelector('[data-take-restricted]')
    if (!queue.add({ key: newKey(), item: item(), line: text, restricted: box.checked, at: Date.now() })) {
      screen.querySelector('[data-take-form]').submit() // this browser keeps nothing: send it as a form
      return
    }
    line().value = ''
    box.checked = false
    draft.write(item(), '')
    understood([], 'note')
    drawWaiting()
    send()
  }

  function understood (parts, kind) {
    const place = screen.querySelector('[data-take-understood]')
    if (!place) return
    place.className = `app-take__understood app-take__understood--${kind}`
    place.replaceChildren(...parts.map((part) => {
      const piece = document.createElement(part.strong ? 'strong' : 'span')
      piece.textContent = part.text
      return piece
    }))
  }

  let asked = 0
  let pause = 0
  function typed () {
    draft.write(item(), line().value)
    clearTimeout(pause)
    const text = line().value
    if (!/^\s*[!=#*]/.test(text)) {
      understood([], 'note')
      return
    }
    const mine = ++asked
    pause = setTimeout(async () => {
      try {
        const answer = await fetch(`/meetings/${meeting}/understand?${new URLSearchParams({ line: text.slice(0, 500) })}`)
        if (!answer.ok || mine !== asked || line().value !== text) return
        const made = await answer.json()
        understood([...made.parts, ...(made.unplaced || []).map((sentence) => ({ text: ` ${sentence}` }))], made.kind)
      } catch {} // the line will be understood when it is sent
    }, 150)
  }

  // go shows another item: from the server, or as it was last seen when that cannot be reached.
  async function go (id) {
    const address = `/meetings/${meeting}/take-minutes?item=${id}`
    let text = ''
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(8000) })
      if (!answer.ok || answer.redirected) {
        location.href = address
        return
      }
      text = await answer.text()
      pages.set(id, text)
    } catch {
      if (!lostAt) lostAt = clock()
      text = pages.get(id)
      if (!text) {
        notice()
        return
      }
    }
    show(parse(text), true)
    history.replaceState(null, '', address)
    line().value = draft.read(id)
    typed()
    line().focus()
    screen.scrollIntoView({ block: 'nearest' })
  }

  function step (by) {
    const all = [...screen.querySelectorAll('[data-take-items] a')]
    const next = all[all.findIndex((link) => link.dataset.item === item()) + by]
    if (next) go(next.dataset.item)
  }

  // The screen's parts come and go, so its listeners are on the whole.
  screen.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-take-form]')) return
    event.preventDefault()
    take()
  })
  screen.addEventListener('input', (event) => { if (event.target.matches('[data-take-line]')) typed() })
  screen.addEventListener('click', (event) => {
    const link = event.target.closest('[data-take-items] a, [data-take-next]')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    go(link.dataset.item || new URL(link.href).searchParams.get('item'))
  })
  document.addEventListener('keydown', (event) => {
    if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      step(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target.matches('[data-take-line]')) {
      event.preventDefault()
      take()
    } else if (event.key === '?' && event.target.matches('[data-take-line]') && event.target.value === '') {
      event.preventDefault()
      const help = screen.querySelector('[data-take-help]')
      help.open = !help.open
      help.querySelector('summary').focus()
    }
  })
  window.addEventListener('online', send)
  window.addEventListener('beforeunload', (event) => { if (queue.all().length > 0) event.preventDefault() })

  for (const hidden of screen.querySelectorAll('[data-take-keys]')) hidden.hidden = false
  if (!line().value) line().value = draft.read(item())
  typed()
  line().focus({ preventScroll: true })
  drawWaiting()
  send()
  // The other items are fetched once at leisure, so that they can be shown when the connection is lost.
  const others = [...screen.querySelectorAll('[data-take-items] a')].map((link) => link.dataset.item)
  const fetchNext = async () => {
    const id = others.find((one) => !pages.has(one))
    if (!id) return
    try {
      const answer = await fetch(`/meetings/${meeting}/take-minutes?item=${id}`)
      if (answer.ok) pages.set(id, await answer.text())
      setTimeout(fetchNext, 400)
    } catch {}
  }
  setTimeout(fetchNext, 1500)
}
