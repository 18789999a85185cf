// Fills a refused matter with what the centre says of the ground that was chosen. It fills; the person edits and decides.

const FILLED = ['refusal_text', 'basis_ids', 'right_place', 'remedies'];

/** Fills each row whose ground changes, but no field that somebody has written in himself. */
export function fillGrounds(form, task, draft) {
  const texts = new Map((task.data?.ground_texts ?? []).map((text) => [text.ground, text]));
  if (texts.size === 0) return;
  const chosen = (task.data.matters ?? []).map((row) => row.nonaccept_ground);
  form.on('changed', ({ data }) => {
    const rows = data.matters ?? [];
    const changed = rows.map((row, index) => row.nonaccept_ground !== chosen[index]);
    if (!changed.includes(true)) return;
    const filled = rows.map((row, index) =>
      changed[index] ? fill(row, texts.get(row.nonaccept_ground), texts.get(chosen[index])) : row,
    );
    rows.forEach((row, index) => {
      chosen[index] = row.nonaccept_ground;
    });
    form._setState({ data: { ...data, matters: filled } });
    draft?.touch();
  });
}

function fill(row, text, before) {
  if (!text) return row;
  const untouched = FILLED.filter((name) => isEmpty(row[name]) || isSame(row[name], before?.[name]));
  return { ...row, ...Object.fromEntries(untouched.map((name) => [name, text[name]])) };
}

function isEmpty(value) {
  return value === undefined || value === null || value.length === 0;
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
