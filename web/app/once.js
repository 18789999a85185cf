// Forms that are sent once: a second click while the first is under way sends nothing.

/** Watches every form with data-once; coming back to the page makes its forms ready again. */
export function sendOnce(root) {
  const forms = [...root.querySelectorAll('form[data-once]')];
  for (const form of forms) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = 'true';
    });
  }
  window.addEventListener('pageshow', () => forms.forEach((form) => delete form.dataset.sent));
}
