// Native dialogs opened by a button; without script the dialog's form is reached by the button's own link.
import { loadParts } from './load.js';

/** Wires elements with data-opens (id of a dialog) and data-closes inside a dialog. */
export function wireDialogs(root) {
  for (const opener of root.querySelectorAll('[data-opens]')) {
    opener.addEventListener('click', (event) => {
      const dialog = document.getElementById(opener.dataset.opens);
      if (!dialog?.showModal) return;
      event.preventDefault();
      loadParts(dialog);
      dialog.showModal();
    });
  }
  for (const closer of root.querySelectorAll('dialog [data-closes]')) {
    closer.addEventListener('click', () => closer.closest('dialog').close());
  }
}
