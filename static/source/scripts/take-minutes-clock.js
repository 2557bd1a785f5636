// The clock of the minute-taker's screen: the time in the partnership's zone, and how far the meeting is behind its
// agenda. An item is behind by as much as it began late or runs over.
export function startClock (screen) {
  const now = () => new Intl.DateTimeFormat('en-GB', { timeZone: screen.dataset.zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date())
  const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: screen.dataset.zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date())
  const minutes = (clock) => clock ? Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5)) : NaN
  const tick = () => {
    const shown = screen.querySelector('[data-take-now]')
    const behind = screen.querySelector('[data-take-behind]')
    const item = screen.querySelector('[data-take-main]')
    const label = screen.querySelector('[data-take-now-label]')
    if (!shown || !behind || !item || !label || today() !== screen.dataset.day) return
    label.hidden = false
    shown.textContent = now()
    const began = item.dataset.began || now()
    const late = Math.max(minutes(began) - minutes(item.dataset.starts), minutes(now()) - minutes(item.dataset.ends))
    if (Number.isNaN(late)) behind.textContent = ''
    else if (late > 1) behind.textContent = `${late} minutes behind`
    else if (late === 1) behind.textContent = '1 minute behind'
    else if (late < -1) behind.textContent = `${-late} minutes ahead`
    else behind.textContent = 'On time'
  }
  tick()
  setInterval(tick, 15000)
  return tick
}
