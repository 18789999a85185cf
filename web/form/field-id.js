// The id that form-js gives the input of a field instance. The only place that knows how it is put together.

/** The id of the element to focus, or the first choice of a group of choices; null when it is not on the page. */
export function fieldDomId(form, { id, indexes }) {
  const rows = Object.values(indexes ?? {}).map((index) => `_${index}`).join('');
  const base = `fjs-form-${form._id}-${id}${rows}`;
  for (const candidate of [base, `${base}-0`, `${base}-date`, `${base}-search`]) {
    if (document.getElementById(candidate)) return candidate;
  }
  return null;
}
