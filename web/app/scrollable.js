// Wide or long tables that scroll in their frame: the keyboard reaches the frame while there is something to scroll to.

let named = 0;

/** Watches every .table-scroll below root; the frame is named by the caption of its table. */
export function reachScrollableTables(root) {
  const watch = new ResizeObserver((entries) => entries.forEach((entry) => update(entry.target)));
  for (const frame of root.querySelectorAll('.table-scroll')) watch.observe(frame);
}

function update(frame) {
  if (frame.scrollWidth <= frame.clientWidth && frame.scrollHeight <= frame.clientHeight) {
    for (const name of ['tabindex', 'role', 'aria-labelledby']) frame.removeAttribute(name);
    return;
  }
  frame.tabIndex = 0;
  const caption = frame.querySelector('caption');
  if (!caption) return;
  caption.id ||= `table-caption-${(named += 1)}`;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-labelledby', caption.id);
}
