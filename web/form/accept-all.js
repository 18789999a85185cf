// A button that fills in the acceptance of every matter nothing is decided about yet. It fills; the person checks and submits.
import { walkRows } from './rows.js';

/** Shows `[data-accept-all]` of the page and fills decision and points of the rows that are undecided. */
export function offerAcceptance(form, task, draft) {
  const button = document.querySelector('[data-accept-all]');
  if (!button) return;
  const points = listValues(task.schema, 'met_points');
  button.hidden = false;
  button.addEventListener('click', async () => {
    const data = { ...task.data, ...structuredClone(form._getState().data) };
    const accept = (row) => (row.decision ? row : { ...row, decision: 'accept', met_points: points });
    await form.importSchema(task.schema, walkRows(data, accept));
    draft?.touch();
  });
}

function listValues(parent, key) {
  for (const component of parent.components ?? []) {
    if (component.key === key) return (component.values ?? []).map(({ value }) => value);
    const found = listValues(component, key);
    if (found.length > 0) return found;
  }
  return [];
}
