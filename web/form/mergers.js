// Buttons beside the form that fill in the number of a case to merge into. They fill; the person decides and submits.
import { walkRows } from './rows.js';

/** Makes every `[data-merge-into]` of the page fill the rows of the decision in which nothing is chosen yet. */
export function offerMergers(form, task, draft) {
  for (const button of document.querySelectorAll('[data-merge-into]')) {
    button.addEventListener('click', async () => {
      const data = { ...task.data, ...structuredClone(form._getState().data) };
      await form.importSchema(task.schema, walkRows(data, (row) => fill(row, button.dataset.mergeInto)));
      draft?.touch();
    });
  }
}

function fill(row, number) {
  return row.decision && row.decision !== 'merge' ? row : { ...row, decision: 'merge', merge_into: number };
}
