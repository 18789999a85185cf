// Replaces a part of the page by the server's newer version of it, keeping focus and ticks, and says how many rows are new.

/** Starts polling for every element with data-fragment (address) and data-every (seconds, at least 2). */
export function refreshFragments(root) {
  for (const place of root.querySelectorAll('[data-fragment]')) {
    const every = Math.max(2, Number(place.dataset.every) || 15) * 1000;
    const news = document.createElement('p');
    news.setAttribute('role', 'status');
    news.className = 'visually-hidden';
    place.before(news);
    schedule(place, every, { tag: null, news });
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
    response = await fetch(place.dataset.fragment, { headers, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    markStale(place, known.news);
    return;
  }
  if (response.status >= 500) markStale(place, known.news);
  if (response.status === 304) markFresh(place, known.news);
  if (!response.ok || response.redirected) return;
  markFresh(place, known.news);
  known.tag = response.headers.get('ETag');
  replaceKeepingPlace(place, await response.text(), known.news);
}

// What stands there is of before: that is said once, in the words of the page where it has some.
function markStale(place, news) {
  if (place.dataset.stale) return;
  place.dataset.stale = 'true';
  if (!place.dataset.saysStale) return;
  news.className = 'list-news';
  news.textContent = place.dataset.saysStale;
}

function markFresh(place, news) {
  if (!place.dataset.stale) return;
  delete place.dataset.stale;
  if (!place.dataset.saysStale) return;
  news.className = 'visually-hidden';
  news.textContent = '';
}

function replaceKeepingPlace(place, html, news) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  if (place.innerHTML.trim() === parsed.body.innerHTML.trim()) return;
  const before = rowsOf(place);
  const focused = place.contains(document.activeElement) ? document.activeElement.id : '';
  const ticked = new Set([...place.querySelectorAll('input:checked')].map((box) => box.value));
  place.replaceChildren(...parsed.body.childNodes);
  for (const box of place.querySelectorAll('input[name]')) box.checked = ticked.has(box.value);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  place.dispatchEvent(new CustomEvent('refreshed', { bubbles: true }));
  const fresh = [...rowsOf(place)].filter((row) => !before.has(row)).length;
  if (fresh && place.dataset.saysNew) {
    news.className = 'list-news';
    news.textContent = place.dataset.saysNew.replace('{n}', String(fresh));
  }
}

function rowsOf(place) {
  return new Set([...place.querySelectorAll('[data-row]')].map((row) => row.dataset.row));
}
