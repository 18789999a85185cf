// Tells every press of the mouse with the page's heading and the words of what was pressed.
document.addEventListener(
  'pointerdown',
  (event) => {
    if (event.pointerType !== 'mouse') return;
    const place = event.target.closest('label, button, a, summary, input, select, textarea') ?? event.target;
    const words = place.labels?.[0]?.innerText ?? place.getAttribute('aria-label') ?? place.innerText ?? place.tagName;
    const group = place.closest('.fjs-form-field')?.querySelector('.fjs-form-field-label')?.innerText ?? '';
    const heading = document.querySelector('h1')?.innerText.split('\n')[0] ?? '';
    const what = [group, words].map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean);
    window.tellPress(heading, [...new Set(what)].join('：').slice(0, 80));
  },
  true,
);
