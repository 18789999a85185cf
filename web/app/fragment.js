// Replaces a part of the page by the server's newer version of it, keeping the focus. No state of its own.

/** Starts polling for every element with data-fragment (address) and data-every (seconds, at least 2). */
export function refreshFragments(root) {
  for (const place of root.querySelectorAll('[data-fragment]')) {
    const every = Math.max(2, Number(place.dataset.every) || 15) * 1000;
    place.setAttribute('aria-live', 'polite');
    schedule(place, every, { tag: null });
  }
}

function schedule(place, every, known) {
  setTimeout(async () => {
    if (!place.isConnected) return;
    if (!document.hidden) await refresh(place, known);
    schedule(place, every, known);
  }, every);
}

async function refresh(place, known) {
  const headers = { 'X-Fragment': '1' };
  if (known.tag) headers['If-None-Match'] = known.tag;
  let response;
  try {
    response = await fetch(place.dataset.fragment, { headers, credentials: 'same-origin' });
  } catch {
    place.dataset.stale = 'true';
    return;
  }
  if (!response.ok || response.redirected) return;
  delete place.dataset.stale;
  known.tag = response.headers.get('ETag');
  replaceKeepingFocus(place, await response.text());
}

function replaceKeepingFocus(place, html) {
  if (place.innerHTML === html) return;
  const focused = place.contains(document.activeElement) ? document.activeElement.id : '';
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  place.replaceChildren(...parsed.body.childNodes);
  if (focused) document.getElementById(focused)?.focus();
}
