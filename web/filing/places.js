// A chosen unit leaves its own windows and service items in the lists; a chosen window names its unit.

/** Watches the three lists of a row. */
export function narrowPlaces(row) {
  const [unit, window_, item] = ['respondent_unit', 'respondent_window', 'service_item'].map((name) =>
    row.querySelector(`select[name="${name}_chosen"]`),
  );
  if (!unit || !window_ || !item) return;
  const update = () => [window_, item].forEach((list) => narrow(list, unit.value));
  unit.addEventListener('change', update);
  for (const list of [window_, item]) {
    list.addEventListener('change', () => {
      const group = list.selectedOptions[0]?.closest('optgroup');
      if (unit.value || !group) return;
      unit.value = group.label;
      update();
    });
  }
  update();
}

function narrow(list, unitName) {
  const chosen = list.selectedOptions[0]?.closest('optgroup');
  if (unitName && chosen && chosen.label !== unitName) list.value = '';
  const groups = [...list.querySelectorAll('optgroup')];
  const known = groups.some((group) => group.label === unitName);
  for (const group of groups) {
    const isOther = Boolean(unitName) && known && group.label !== unitName;
    group.hidden = isOther;
    group.disabled = isOther;
  }
}
