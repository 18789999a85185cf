// The staff's navigation: open beside the page on a wide window, folded above it on a narrow one.

/** Folds the navigation while the window is narrow; without script it stays open. */
export function foldNavigation(root) {
  const navigation = root.querySelector('[data-navigation]');
  if (!navigation) return;
  const narrow = window.matchMedia('(max-width: 900px)');
  const follow = () => (navigation.open = !narrow.matches);
  narrow.addEventListener('change', follow);
  follow();
}
