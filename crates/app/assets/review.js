// Single keys in the review of a document: they work while a row, or nothing, has the focus.
const rows = () => [...document.querySelectorAll('.draft-row')]
const current = () => document.activeElement?.closest('.draft-row')

function focusRow(row) {
  if (!row) return
  row.focus({ preventScroll: true })
  row.scrollIntoView({ block: 'nearest' })
}

function step(by) {
  const all = rows()
  const at = all.indexOf(current())
  focusRow(at < 0 ? all[0] : all[Math.min(Math.max(at + by, 0), all.length - 1)])
}

const press = selector => current()?.querySelector(selector)?.click()

const actions = {
  j: () => step(1),
  k: () => step(-1),
  a: () => press('button[value=accept]'),
  e: () => press('[data-key=e]'),
  s: () => press('[data-key=s]'),
  m: () => press('button[value=merge]'),
  u: () => press('button[value=undo]'),
  x: () => {
    const part = current()?.querySelector('.draft-discard')
    if (!part) return
    part.open = true
    part.querySelector('input[name=reason]').focus()
  },
  '?': () => {
    const help = document.getElementById('keys')
    if (!help) return
    help.open = !help.open
    help.querySelector('summary').focus()
  }
}

const isTyping = element => element.matches('input, textarea, select')

export function initReview() {
  document.addEventListener('keydown', event => {
    const action = actions[event.key]
    if (!action || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return
    if (event.target !== document.body && !current()) return
    event.preventDefault()
    action()
  })
  if (location.hash.startsWith('#row-')) focusRow(document.getElementById(location.hash.slice(1)))
}
