// One box in the head of a table that ticks all of its page; without script each row is ticked by itself.

/** Shows the box of every table with data-ticks-all, also after its part of the page was replaced. */
export function wireTicks(root) {
  const show = () => {
    for (const box of root.querySelectorAll('[data-ticks-all]')) box.hidden = false;
  };
  root.addEventListener('change', (event) => {
    if (!event.target.matches?.('[data-ticks-all]')) return;
    for (const box of event.target.closest('table').querySelectorAll('tbody input[type="checkbox"]')) {
      box.checked = event.target.checked;
    }
  });
  root.addEventListener('refreshed', show);
  show();
}
