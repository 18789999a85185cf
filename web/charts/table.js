// What a table says, as numbers: `data-draws` of a column how it is drawn, `data-value` of a cell its number, `data-mark` of a cell
// or row what is special about it, and its link what it opens.

/** `columns` are those that are drawn; `rows` have a label, a mark, and a cell for each of them; `heads` all heads of columns. */
export function readTable(figure) {
  const table = figure.querySelector('table');
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const columns = heads
    .map((head, index) => ({ index, name: head.textContent.trim(), draws: head.dataset.draws }))
    .filter(({ draws }) => draws);
  const most = Number(figure.dataset.most) || Infinity;
  const rows = [...table.tBodies[0].rows].slice(0, most).map((row) => readRow(row, columns));
  return { columns, rows, title: figure.querySelector('[data-chart-title]').textContent.trim() };
}

function readRow(row, columns) {
  const [label, ...cells] = row.cells;
  return {
    label: (label.firstChild?.textContent ?? '').trim(),
    mark: row.dataset.mark ?? '',
    cells: columns.map(({ index }) => readCell(cells[index])),
  };
}

function readCell(cell) {
  const { value, mark = '' } = cell.dataset;
  return {
    value: value === undefined ? null : Number(value),
    text: cell.textContent.trim(),
    mark,
    address: cell.querySelector('a')?.getAttribute('href') ?? null,
  };
}
