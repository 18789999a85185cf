// Parts of a page that are only read when somebody wants to see them.

/** Fills every element with data-load (an address) inside a place that is about to be shown, once each. */
export function loadParts(root) {
  for (const part of root.querySelectorAll('[data-load]')) {
    const { load } = part.dataset;
    delete part.dataset.load;
    fill(part, load);
  }
}

async function fill(part, address) {
  try {
    const response = await fetch(address, { headers: { 'X-Fragment': '1' }, credentials: 'same-origin' });
    if (!response.ok || response.redirected) throw new Error(response.status);
    const parsed = new DOMParser().parseFromString(await response.text(), 'text/html');
    part.replaceChildren(...parsed.body.childNodes);
  } catch {
    // The page of its own says what is wrong, and asks who comes back after his session ended to sign in.
    window.location.assign(address);
  }
}
