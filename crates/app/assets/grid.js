// Adds to a sheet of updates what a spreadsheet has: arrow keys, pasting a block, Ctrl and Enter.
// Without this script the sheet is a form like any other.

/** The cells of a sheet, a list for each row. */
const cellsOf = (form) =>
  [...form.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td select, td input')])

/** Where a cell stands: its row and its place in it. */
const placeOf = (cells, cell) => {
  const row = cells.findIndex((line) => line.includes(cell))
  return [row, row < 0 ? -1 : cells[row].indexOf(cell)]
}

/** Whether an arrow key leaves the cell, rather than moving within its text. */
const leaves = (event, cell) => {
  const vertical = event.key === 'ArrowUp' || event.key === 'ArrowDown'
  if (cell.tagName === 'SELECT') return event.ctrlKey || !vertical
  if (vertical || event.ctrlKey) return true
  if (cell.selectionStart !== cell.selectionEnd) return false
  return event.key === 'ArrowLeft'
    ? cell.selectionStart === 0
    : cell.selectionEnd === cell.value.length
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

const move = (event, cells) => {
  const [down, right] = STEPS[event.key]
  const [row, place] = placeOf(cells, event.target)
  const next = cells[row + down]?.[place + right]
  if (!next || !leaves(event, event.target)) return
  event.preventDefault()
  next.focus()
  if (next.select) next.select()
}

/** Puts a text into a cell; false where a list of choices has no such choice. */
const put = (cell, text) => {
  if (cell.tagName !== 'SELECT') {
    cell.value = text
    return true
  }
  const wanted = text.trim().toLowerCase().replace(/[ -]/g, '_')
  const choice = [...cell.options].find(
    (option) => option.value === wanted || option.text.toLowerCase() === text.trim().toLowerCase()
  )
  if (choice) cell.value = choice.value
  return Boolean(choice)
}

/** A block as spreadsheets copy it: rows by line, cells by tabulator, quoted where they hold either. */
const blockOf = (text) => {
  const rows = [['']]
  let quoted = false
  const letters = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  for (let place = 0; place < letters.length; place += 1) {
    const letter = letters[place]
    const row = rows[rows.length - 1]
    const cell = row.length - 1
    if (letter === '"' && quoted && letters[place + 1] === '"') {
      row[cell] += '"'
      place += 1
    } else if (letter === '"' && (quoted || row[cell] === '')) quoted = !quoted
    else if (letter === '\t' && !quoted) row.push('')
    else if (letter === '\n' && !quoted) rows.push([''])
    else row[cell] += letter === '\n' ? ' ' : letter
  }
  return rows
}

const paste = (event, cells, say) => {
  const text = event.clipboardData?.getData('text/plain') ?? ''
  if (!/[\t\n]/.test(text.trimEnd()) && event.target.tagName !== 'SELECT') return
  event.preventDefault()
  const [row, place] = placeOf(cells, event.target)
  let filled = 0
  let left = 0
  blockOf(text).forEach((line, down) =>
    line.forEach((value, right) => {
      const cell = cells[row + down]?.[place + right]
      if (cell && put(cell, value)) filled += 1
      else left += 1
    })
  )
  say(`${filled} cells filled` + (left ? `, ${left} not: no such cell or no such status.` : '.'))
}

const open = (event) => {
  const detail = event.target.closest('tr')?.querySelector('details')
  if (!detail) return
  event.preventDefault()
  detail.open = !detail.open
}

for (const form of document.querySelectorAll('form[data-grid]')) {
  const cells = cellsOf(form)
  const news = document.querySelector('.grid-news')
  const say = (words) => {
    if (news) news.textContent = words
  }
  document.querySelector('.grid-keys')?.removeAttribute('hidden')
  form.addEventListener('keydown', (event) => {
    if (!event.target.matches('td select, td input')) return
    if (event.key === 'Enter' && event.ctrlKey) open(event)
    else if (event.key in STEPS) move(event, cells)
  })
  form.addEventListener('paste', (event) => {
    if (event.target.matches('td select, td input')) paste(event, cells, say)
  })
}
