// The lines that a minute-taker typed and the server has not yet answered for. They are kept in this browser, so that a
// lost connection, a reload or a closed laptop loses none. Each has a key of its own, by which the server takes it once
// however often it is sent.
export class Queue {
  constructor (meeting) {
    this.name = `quarterday-minutes-${meeting}`
  }

  all () {
    try {
      return JSON.parse(localStorage.getItem(this.name)) || []
    } catch {
      return []
    }
  }

  // add keeps a line; false when the browser cannot.
  add (line) {
    return this.write([...this.all(), line])
  }

  remove (key) {
    this.write(this.all().filter((line) => line.key !== key))
  }

  // refuse marks a line as one that the server will not take, and why; ended says that it will once somebody signs in.
  refuse (key, why, ended = false) {
    this.write(this.all().map((line) => line.key === key ? { ...line, why, ended } : line))
  }

  // retry takes the mark from a line, and with one that waited for a sign-in from all that did.
  retry (key) {
    const ended = this.all().some((line) => line.key === key && line.ended)
    this.write(this.all().map((line) => line.key === key || ended && line.ended ? { ...line, why: undefined, ended: false } : line))
  }

  write (lines) {
    try {
      localStorage.setItem(this.name, JSON.stringify(lines))
      return true
    } catch {
      return false
    }
  }
}

// draft is what stands in the line and was not sent, kept for each item.
export class Draft {
  constructor (meeting) {
    this.name = `quarterday-minutes-draft-${meeting}`
  }

  read (item) {
    try {
      return (JSON.parse(localStorage.getItem(this.name)) || {})[item] || ''
    } catch {
      return ''
    }
  }

  write (item, text) {
    try {
      const all = JSON.parse(localStorage.getItem(this.name)) || {}
      if (text) all[item] = text
      else delete all[item]
      localStorage.setItem(this.name, JSON.stringify(all))
    } catch {}
  }
}

export function newKey () {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
