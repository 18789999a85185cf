// The marks drawn on elements: numbers and short words, never colour alone. Built as elements, no HTML strings.

const COUNTS = [
  { key: 'active', position: { bottom: 12, left: -12 } },
  { key: 'incidents', position: { bottom: 12, right: 12 } },
  { key: 'completed', position: { top: -10, right: 12 } },
  { key: 'canceled', position: { top: -10, left: -12 } },
];

/** Draws the numbers of one element that are above zero: {elementId, active, completed, canceled, incidents}. */
export function drawCounts(viewer, counts, words) {
  for (const { key, position } of COUNTS) {
    const number = counts[key] ?? 0;
    if (number === 0) continue;
    if (key !== 'completed') viewer.get('canvas').addMarker(counts.elementId, `has-${key}`);
    viewer.get('overlays').add(counts.elementId, `count-${key}`, {
      position,
      html: mark(`token token-${key}`, key === 'incidents' ? `! ${number}` : String(number), `${words[key]} ${number}`),
    });
  }
}

/** Draws the rung of a clock: {elementId, rung, label}. */
export function drawClock(viewer, { elementId, rung, label }) {
  viewer.get('overlays').add(elementId, 'clock', {
    position: { top: -14, left: 22 },
    html: mark(`tag tag-${rung}`, label, label),
  });
}

/** Draws when a timer fires: {elementId, label}. */
export function drawTimer(viewer, { elementId, label }) {
  viewer.get('overlays').add(elementId, 'timer', {
    position: { top: -22, left: -12 },
    html: mark('tag timer-chip', label, label),
  });
}

/** Draws how long a step takes: {elementId, step 1 to 5, label}. */
export function drawHeat(viewer, { elementId, step, label }) {
  viewer.get('canvas').addMarker(elementId, `heat-${step}`);
  viewer.get('overlays').add(elementId, 'heat', {
    position: { bottom: -14, left: -4 },
    html: mark(`tag heat-tag heat-tag-${step}`, label, label),
  });
}

/** Draws that changes are proposed at an element: {elementId, mark, label}. */
export function drawProposals(viewer, { elementId, mark: text, label }) {
  viewer.get('overlays').add(elementId, 'proposals', {
    position: { top: -14, right: 34 },
    html: mark('tag tag-near', text, label),
  });
}

function mark(className, text, title) {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  element.title = title;
  return element;
}
