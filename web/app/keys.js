// The keyboard on every page: where it stands after a page has answered, the panel of keys, and sending without the mouse.

const TYPED_INTO = 'input, textarea, select, [contenteditable]';
// A button and a link have a meaning of their own for Ctrl+Enter.
const WRITTEN_IN = 'input:not([type=button], [type=submit], [type=reset], [type=file]), textarea, select';
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
    if (isAsked(event) && panel && !panel.open && !isOff() && !event.target.closest?.(TYPED_INTO)) {
      event.preventDefault();
      panel.showModal();
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) sendForm(event);
  });
}

/** With Ctrl, Alt or Cmd it belongs to the browser or to a screen reader. */
function isAsked(event) {
  return OPENS.has(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
}

/** Ctrl+Enter sends the form in which somebody writes, with its button; forms of tasks have their own way. */
function sendForm(event) {
  const form = event.target.closest?.(WRITTEN_IN)?.closest('form[data-once]');
  // Enter while characters are chosen belongs to the input method.
  if (!form || event.defaultPrevented || event.isComposing || event.repeat) return;
  const buttons = [...form.elements].filter((one) => one.type === 'submit' && !one.disabled);
  event.preventDefault();
  // Among several (approve, refuse) only a person chooses: it leads to them and sends nothing.
  if (buttons.length === 1) form.requestSubmit(buttons[0]);
  else buttons[0]?.focus();
}

function isOff() {
  return document.cookie.split('; ').includes(`${OFF}=true`);
}

function remember(off) {
  // A cookie, since the sign-out empties the storage; a browser that keeps none asks again on the next page.
  document.cookie = `${OFF}=${off}; path=/; max-age=31536000; samesite=lax`;
}
