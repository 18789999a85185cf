// What part of a diagram is seen, and how large: at first the step that waits, with labels that can be read.

// A label of 12 px is never drawn smaller than this at the start; the whole diagram is one button away.
const READABLE = 1;
// Room around the diagram and around the step in the middle, in its own units.
const MARGIN = 40;
const KEY = () => `diagram-view:${window.location.pathname}`;

/** Shows the step `focus`, else the beginning, in a size that can be read. */
export function showReadable(viewer, focus) {
  const canvas = viewer.get('canvas');
  canvas.resized();
  const { inner, outer } = canvas.viewbox();
  if (!(outer.width > 0)) return;
  const whole = Math.min(outer.width / (inner.width + 2 * MARGIN), outer.height / (inner.height + 2 * MARGIN));
  const scale = Math.max(READABLE, Math.min(1.25, whole));
  const [width, height] = [outer.width / scale, outer.height / scale];
  const step = viewer.get('elementRegistry').get(focus) ?? { x: inner.x, y: inner.y, width, height: inner.height };
  const middle = { x: step.x + step.width / 2, y: step.y + step.height / 2 };
  canvas.viewbox({
    x: within(middle.x - width / 2, inner.x, inner.width, width),
    y: within(middle.y - height / 2, inner.y, inner.height, height),
    width,
    height,
  });
  remember(viewer);
}

/** Shows all of it, never enlarged. */
export function showWhole(canvas) {
  canvas.resized();
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(1, outer.width / (inner.width + 2 * MARGIN), outer.height / (inner.height + 2 * MARGIN));
  if (!(scale > 0)) return;
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({
    x: inner.x - (width - inner.width) / 2,
    y: inner.y - (height - inner.height) / 2,
    width,
    height,
  });
}

/** The part that was seen when this page was left, so that nobody loses the place; false when it is seen anew. */
export function restoreView(viewer) {
  const kept = sessionStorage.getItem(KEY());
  remember(viewer);
  if (!kept) return false;
  const { x, y, scale } = JSON.parse(kept);
  const canvas = viewer.get('canvas');
  canvas.resized();
  const { outer } = canvas.viewbox();
  if (!(outer.width > 0)) return false;
  canvas.viewbox({ x, y, width: outer.width / scale, height: outer.height / scale });
  return true;
}

/** The next look begins at the step that waits. */
export function forgetView() {
  sessionStorage.removeItem(KEY());
}

const watched = new WeakSet();

function remember(viewer) {
  if (watched.has(viewer)) return;
  watched.add(viewer);
  const key = KEY();
  viewer.get('eventBus').on('canvas.viewbox.changed', ({ viewbox: { x, y, scale } }) => {
    sessionStorage.setItem(key, JSON.stringify({ x, y, scale }));
  });
}

// A part that lies in the diagram, or has it in its middle where the diagram is smaller.
function within(start, from, length, shown) {
  const [first, last] = [from - MARGIN, from + length + MARGIN - shown];
  return last < first ? (first + last) / 2 : Math.min(Math.max(start, first), last);
}
