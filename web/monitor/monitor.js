// Shows a process diagram with tokens, incidents and clock rungs on it. The same numbers stand in the table beside it.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { drawClock, drawCounts } from './overlays.js';

// Room around the diagram, in its own units.
const MARGIN = 30;

/** Draws one `[data-monitor]` element from the JSON block named by its `data-source`. */
async function mountMonitor(place) {
  const { xml, words, counts = [], taken = [], clocks = [] } = JSON.parse(
    document.getElementById(place.dataset.source).textContent,
  );
  const viewer = new NavigatedViewer({ container: place });
  await viewer.importXML(xml);
  const elements = viewer.get('elementRegistry');
  const canvas = viewer.get('canvas');
  for (const flow of taken) if (elements.get(flow)) canvas.addMarker(flow, 'is-taken');
  for (const count of counts) if (elements.get(count.elementId)) drawCounts(viewer, count, words);
  for (const clock of clocks) if (elements.get(clock.elementId)) drawClock(viewer, clock);
  new ResizeObserver(() => fit(canvas)).observe(place);
  fit(canvas);
  wireZoom(place, canvas);
  place.dataset.ready = 'true';
}

/** Shows the whole diagram in the middle of its box, never enlarged; marks and labels at its edge keep their room. */
function fit(canvas) {
  canvas.resized();
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(1, outer.width / (inner.width + 2 * MARGIN), outer.height / (inner.height + 2 * MARGIN));
  if (!(scale > 0)) return;
  const [width, height] = [outer.width / scale, outer.height / scale];
  const [x, y] = [inner.x - (width - inner.width) / 2, inner.y - (height - inner.height) / 2];
  canvas.viewbox({ x, y, width, height });
}

function wireZoom(place, canvas) {
  const steps = {
    in: () => canvas.zoom(canvas.zoom() * 1.25),
    out: () => canvas.zoom(canvas.zoom() / 1.25),
    fit: () => fit(canvas),
  };
  for (const button of document.querySelectorAll(`[data-zoom][aria-controls="${place.id}"]`)) {
    button.hidden = false;
    button.addEventListener('click', () => steps[button.dataset.zoom]?.());
  }
}

for (const place of document.querySelectorAll('[data-monitor]')) {
  mountMonitor(place).catch((error) => {
    console.error(error);
    place.textContent = '流程图无法显示，请看下面的表格。';
  });
}
