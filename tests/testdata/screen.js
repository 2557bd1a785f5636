// Finds what a visitor means on a page and marks it, so that the browser's own
// clicks and keys can go to it. The rules are those of the screen without
// scripts in plain_test.go.
(() => {
  const fold = text => text.replace(/\s+/g, " ").trim();
  const called = (all, words) => {
    const exact = all.filter(e => fold(e.textContent) === words);
    return exact.length ? exact : all.filter(e => fold(e.textContent).startsWith(words));
  };
  const nearest = (found, near) => {
    if (!found.length) throw new Error("it is not there");
    if (!near) {
      if (found.length > 1) throw new Error(`it is there ${found.length} times`);
      return found[0];
    }
    let best, least = Infinity;
    for (const e of found) {
      let steps = 0;
      for (let a = e; a; a = a.parentElement, steps++) {
        if (fold(a.textContent).includes(near)) {
          if (steps < least) [best, least] = [e, steps];
          break;
        }
      }
    }
    if (!best) throw new Error(`it is nowhere near "${near}"`);
    return best;
  };
  const labelled = (label, controls) => {
    const found = new Set();
    for (const l of called([...document.querySelectorAll("label")], label)) {
      const c = l.htmlFor ? document.getElementById(l.htmlFor) : l.querySelector(controls);
      if (c && c.matches(controls)) found.add(c);
    }
    for (const c of document.querySelectorAll(controls)) if (c.getAttribute("aria-label") === label) found.add(c);
    return [...found];
  };
  const mark = element => {
    document.querySelectorAll("[data-meant]").forEach(e => e.removeAttribute("data-meant"));
    for (let d = element.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    element.setAttribute("data-meant", "");
    element.scrollIntoView({block: "center", behavior: "instant"});
    return element;
  };
  window.screenOf = {
    link: (words, near) => { mark(nearest(called([...document.querySelectorAll("a[href]")], words), near)); },
    button: (words, near) => { mark(nearest(called([...document.querySelectorAll("button, input[type=submit]")], words), near)); },
    fill: (label, value, near) => {
      const c = mark(nearest(labelled(label, "input, textarea"), near));
      c.focus();
      c.value = value;
      c.dispatchEvent(new Event("input", {bubbles: true}));
      c.dispatchEvent(new Event("change", {bubbles: true}));
    },
    choose: (label, near) => { nearest(labelled(label, "input[type=radio], input[type=checkbox]"), near).click(); },
    pick: (label, option, near) => {
      const c = mark(nearest(labelled(label, "select"), near));
      const o = called([...c.options], option);
      if (o.length !== 1) throw new Error(`${o.length} options are called "${option}"`);
      c.value = o[0].value;
      c.dispatchEvent(new Event("change", {bubbles: true}));
    },
    file: (label, near) => { mark(nearest(labelled(label, "input[type=file]"), near)); },
    text: () => fold(document.body.innerText),
  };
})()
