// What is wrong with the page that is open, as a list of sentences. Axe must
// have been loaded. What is folded away is opened, so that it is looked at too;
// what is in frames is not.
async (standards) => {
  document.querySelectorAll('details').forEach((d) => { d.open = true })
  const wrong = []
  const result = await axe.run(document, { runOnly: { type: 'tag', values: standards }, resultTypes: ['violations'], iframes: false })
  for (const v of result.violations) {
    for (const n of v.nodes.slice(0, 3)) {
      wrong.push(`axe ${v.id} (${v.impact}): ${v.help}: ${n.target.join(' ')} ${n.html.slice(0, 200)} ${n.any.concat(n.all, n.none).map((c) => c.message).join('; ')}`)
    }
    if (v.nodes.length > 3) wrong.push(`axe ${v.id}: and ${v.nodes.length - 3} more like it`)
  }
  const headings = document.querySelectorAll('h1')
  if (headings.length !== 1) wrong.push(`it has ${headings.length} h1`)
  for (const a of document.querySelectorAll('.govuk-error-summary a')) {
    const to = document.getElementById(decodeURIComponent(a.hash.slice(1)))
    if (!to) wrong.push(`its error summary leads to ${a.hash}, which is not there`)
    else if (!to.matches('input, select, textarea, button, a[href], [tabindex]')) wrong.push(`its error summary leads to ${a.hash}, which cannot be typed in: ${to.outerHTML.slice(0, 100)}`)
    else if (to.matches('input, select, textarea') && !to.closest('.govuk-form-group--error, [aria-invalid], .app-error') && !to.matches('[aria-invalid]')) wrong.push(`its error summary leads to ${a.hash}, beside which nothing says what is wrong`)
  }
  const summary = document.querySelector('.govuk-error-summary')
  if (summary && !document.title.startsWith('Error: ')) wrong.push(`it has an error summary but is called “${document.title}”`)
  return wrong
}
