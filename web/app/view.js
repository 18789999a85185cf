// The switch between the usual pages and those for older people, in its place: nothing typed or shown once is lost.
// Without script it is a link that loads the page in the other version.

const LARGE = 'view-large';

/** Wires the link with data-view-switch; its two names are in data-large and data-normal. */
export function wireViewSwitch(root) {
  const link = root.querySelector('[data-view-switch]');
  link?.addEventListener('click', async (event) => {
    event.preventDefault();
    try {
      // The answer sets the cookie, which scripts do not see.
      await fetch(link.href, { credentials: 'same-origin' });
    } catch {
      location.assign(link.href);
      return;
    }
    change(root.documentElement, link);
  });
}

function change(page, link) {
  const isLarge = page.classList.toggle(LARGE);
  const address = new URL(link.href);
  address.searchParams.set('view', isLarge ? 'normal' : 'large');
  link.href = `${address.pathname}${address.search}`;
  link.textContent = isLarge ? link.dataset.normal : link.dataset.large;
}
