// Shows a process diagram with tokens, incidents, clocks and timers on it. The list beside it says the same, in the same order.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { drawClock, drawCounts, drawHeat, drawProposals, drawTimer } from './overlays.js';
import { forgetView, restoreView, showReadable, showWhole } from './view.js';
import { wireElements } from './elements.js';
import { wireDrill } from './drill.js';

/** Draws one `[data-monitor]` element from the JSON block named by its `data-source`. */
async function mountMonitor(place) {
  const data = JSON.parse(document.getElementById(place.dataset.source).textContent);
  const { xml, words, counts = [], taken = [], clocks = [], timers = [], labels = [], heat = [], proposals = [], focus } = data;
  const viewer = new NavigatedViewer({ container: place });
  try {
    await viewer.importXML(xml);
  } catch (error) {
    console.error(error);
    place.textContent = words.broken;
    return;
  }
  const elements = viewer.get('elementRegistry');
  const canvas = viewer.get('canvas');
  for (const flow of taken) if (elements.get(flow)) canvas.addMarker(flow, 'is-taken');
  for (const warmth of heat) if (elements.get(warmth.elementId)) drawHeat(viewer, warmth);
  for (const count of counts) if (elements.get(count.elementId)) drawCounts(viewer, count, words);
  for (const clock of clocks) if (elements.get(clock.elementId)) drawClock(viewer, clock);
  for (const timer of timers) if (elements.get(timer.elementId)) drawTimer(viewer, timer);
  for (const one of proposals) if (elements.get(one.elementId)) drawProposals(viewer, one);
  const begin = () => showReadable(viewer, focus);
  if (!restoreView(viewer)) begin();
  wireZoom(place, viewer, begin);
  wireElements(place, viewer, labels.filter(({ elementId }) => elements.get(elementId)));
  place.dataset.ready = 'true';
}

function wireZoom(place, viewer, begin) {
  const canvas = viewer.get('canvas');
  const steps = {
    in: () => canvas.zoom(canvas.zoom() * 1.25),
    out: () => canvas.zoom(canvas.zoom() / 1.25),
    fit: () => showWhole(canvas),
    active: () => {
      forgetView();
      begin();
    },
  };
  for (const button of document.querySelectorAll(`[data-zoom][aria-controls="${place.id}"]`)) {
    button.hidden = false;
    button.addEventListener('click', () => steps[button.dataset.zoom]?.());
  }
}

function mountAll() {
  for (const place of document.querySelectorAll('[data-monitor]')) mountMonitor(place).catch(console.error);
}

mountAll();
wireDrill(mountAll);
