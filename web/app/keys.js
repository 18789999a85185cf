// The keyboard on every page: where it stands after a page has answered, the panel of keys, and sending without the mouse.

const TYPED_INTO = 'input, textarea, select, [contenteditable]';
// The second is what a Chinese keyboard types.
const OPENS = new Set(['?', '？']);
const OFF = 'jieban.keys.off';

/** Puts the focus on what a page answers: faults first, else what became of it, so that it is read and Tab goes on from there. */
export function focusAnswer(root) {
  const answer =
    root.querySelector('main .error-summary') ??
    root.querySelector('main .notice[role="alert"]') ??
    root.querySelector('main [data-answer]');
  if (!answer) return;
  answer.tabIndex = -1;
  answer.focus();
}

/** Opens the panel of keys with ?, where nobody types; the panel itself switches that off. */
export function wireKeys(root) {
  const panel = root.getElementById('keys');
  const opener = root.querySelector('[data-opens="keys"]');
  if (opener) opener.hidden = false;
  const switch_ = panel?.querySelector('[data-keys-off]');
  if (switch_) {
    switch_.checked = !isOff();
    switch_.addEventListener('change', () => remember(!switch_.checked));
  }
  root.addEventListener('keydown', (event) => {
    if (OPENS.has(event.key) && panel && !panel.open && !isOff() && !event.target.closest?.(TYPED_INTO)) {
      event.preventDefault();
      panel.showModal();
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) sendForm(event);
  });
}

/** Ctrl+Enter sends the form in which somebody writes, by its first button; forms of tasks have their own way. */
function sendForm(event) {
  const form = event.target.closest?.('form[data-once]');
  // Enter while characters are chosen belongs to the input method.
  if (!form || event.defaultPrevented || event.isComposing || event.repeat) return;
  event.preventDefault();
  form.requestSubmit();
}

function isOff() {
  try {
    return localStorage.getItem(OFF) === 'true';
  } catch {
    return false;
  }
}

function remember(off) {
  try {
    localStorage.setItem(OFF, String(off));
  } catch {
    // A browser that keeps nothing asks again on the next page.
  }
}
