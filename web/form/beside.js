// On a narrow screen the parts beside the form stand above it: folded but for the first, so that the form is near.

/** Folds the parts of `[data-beside-form]` where there is one column. */
export function foldBeside(root) {
  if (!window.matchMedia('(max-width: 1100px)').matches) return;
  const parts = [...root.querySelectorAll('[data-beside-form] > details')];
  for (const part of parts.slice(1)) part.open = false;
}
