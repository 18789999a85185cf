// Steps of the diagram can be chosen by pointer and keyboard; what is known of one stands beside the diagram as in the list below.

const PANEL = '[data-detail-panel]';

/** Makes the elements of `labels` ([{elementId, label}], in the order of the list) reachable. */
export function wireElements(place, viewer, labels) {
  const panel = place.parentElement.querySelector(PANEL);
  if (!panel) return;
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const known = new Set(labels.map(({ elementId }) => elementId));
  let chosen = null;

  const close = () => {
    if (chosen) canvas.removeMarker(chosen, 'is-chosen');
    chosen = null;
    panel.hidden = true;
  };
  const choose = (id, { isMoved = false } = {}) => {
    const body = document.querySelector(`[data-element="${CSS.escape(id)}"] [data-element-body]`);
    if (!body) return;
    close();
    chosen = id;
    canvas.addMarker(id, 'is-chosen');
    panel.querySelector('[data-detail-body]').replaceChildren(body.cloneNode(true));
    panel.hidden = false;
    panel.scrollTop = 0;
    if (isMoved) canvas.scrollToElement(id, { top: 80, bottom: 80, left: 80, right: 420 });
  };

  for (const { elementId, label } of labels) {
    const drawn = registry.getGraphics(elementId);
    drawn.setAttribute('tabindex', '0');
    drawn.setAttribute('role', 'button');
    drawn.setAttribute('aria-label', withDrawnName(label, registry.get(elementId)));
    drawn.classList.add('is-choosable');
    drawn.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose(elementId);
      panel.querySelector('[data-detail-close]').focus();
    });
    drawn.addEventListener('focus', () => {
      if (drawn.matches(':focus-visible')) canvas.scrollToElement(elementId);
    });
  }
  viewer.get('eventBus').on('element.click', ({ element }) => {
    const id = element.labelTarget?.id ?? element.id;
    if (known.has(id)) choose(id);
    else close();
  });
  const back = () => {
    const from = chosen;
    close();
    if (from) registry.getGraphics(from).focus({ preventScroll: true });
  };
  panel.querySelector('[data-detail-close]').addEventListener('click', back);
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') back();
  });
  for (const button of document.querySelectorAll('[data-show-on-diagram]')) {
    const id = button.dataset.showOnDiagram;
    if (!registry.get(id)) continue;
    button.hidden = false;
    button.addEventListener('click', () => {
      choose(id, { isMoved: true });
      place.scrollIntoView({ block: 'nearest' });
      registry.getGraphics(id).focus({ preventScroll: true });
    });
  }
}

/** The label with the name as the diagram draws it, which has one language: whoever speaks to the page says what is seen. */
function withDrawnName(label, { businessObject }) {
  const { name } = businessObject;
  return !name || label.includes(name) ? label : `${name} ${label}`;
}
