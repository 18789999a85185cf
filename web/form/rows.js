// Rows that are decided on are numbered; lists of options are not.

/** The data with `change` applied to each row of every list of rows. */
export function walkRows(data, change) {
  const changed = Object.entries(data).map(([key, rows]) => [key, isRows(rows) ? rows.map(change) : rows]);
  return Object.fromEntries(changed);
}

function isRows(value) {
  return Array.isArray(value) && value.length > 0 && value.every((row) => row && typeof row === 'object' && 'no' in row);
}
