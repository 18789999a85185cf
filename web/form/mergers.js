// Buttons beside the form that fill in the number of a case to merge into. They fill; the person decides and submits.

/** Makes every `[data-merge-into]` of the page fill the rows of the decision in which nothing is chosen yet. */
export function offerMergers(form, task, draft) {
  for (const button of document.querySelectorAll('[data-merge-into]')) {
    button.addEventListener('click', async () => {
      const data = { ...task.data, ...structuredClone(form._getState().data) };
      await form.importSchema(task.schema, fillRows(data, button.dataset.mergeInto));
      draft?.touch();
    });
  }
}

function fillRows(data, number) {
  const filled = Object.entries(data).map(([key, rows]) => [key, isRows(rows) ? rows.map((row) => fill(row, number)) : rows]);
  return Object.fromEntries(filled);
}

// Rows that are decided on are numbered; lists of options are not.
function isRows(value) {
  return Array.isArray(value) && value.length > 0 && value.every((row) => row && typeof row === 'object' && 'no' in row);
}

function fill(row, number) {
  return row.decision && row.decision !== 'merge' ? row : { ...row, decision: 'merge', merge_into: number };
}
