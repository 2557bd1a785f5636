// What does not fit the width of the window, as a list of sentences.
() => {
  const width = window.innerWidth
  const page = document.scrollingElement
  if (page.scrollWidth <= width) return { width, wrong: [] }
  const inside = (e) => {
    for (let a = e.parentElement; a && a !== page; a = a.parentElement) {
      if (getComputedStyle(a).overflowX !== 'visible') return true
    }
    return false
  }
  const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > width + 0.5 && !inside(e))
  if (wide.length === 0) wide.push(...[...document.body.querySelectorAll('*')].sort((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right).slice(0, 3))
  const worst = wide.filter((e) => !wide.some((o) => o !== e && e.contains(o))).slice(0, 3)
  return { width, wrong: [`it is ${page.scrollWidth} px wide in a window of ${width} px: ${worst.map((e) => e.outerHTML.slice(0, 160)).join(' … ')}`] }
}
