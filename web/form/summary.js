// The error summary above the form: one link for each problem (GOV.UK pattern); the first field at fault takes the focus.

/** Shows the summary and moves the focus to the first field at fault, or to itself. `problems` = [{text, target: element id or null}]. */
export function showSummary(place, title, problems) {
  clearSummary(place);
  const summary = document.createElement('div');
  summary.className = 'error-summary';
  summary.tabIndex = -1;
  summary.setAttribute('role', 'alert');
  const heading = document.createElement('h2');
  heading.textContent = title;
  const list = document.createElement('ul');
  list.append(...problems.map(line));
  summary.append(heading, list);
  place.before(summary);
  const first = problems.map(({ target }) => target && document.getElementById(target)).find(Boolean);
  // A date would open its calendar over what is to be read.
  (first && !first.closest('.fjs-form-field-datetime') ? first : summary).focus();
}

export function clearSummary(place) {
  const before = place.previousElementSibling;
  if (before?.classList.contains('error-summary')) before.remove();
}

function line({ text, target }) {
  const item = document.createElement('li');
  if (!target) {
    item.textContent = text;
    return item;
  }
  const link = document.createElement('a');
  link.href = `#${target}`;
  link.textContent = text;
  link.addEventListener('click', (event) => {
    event.preventDefault();
    document.getElementById(target)?.focus();
  });
  item.append(link);
  return item;
}
