// Sends the answers of a task and says in one shape what came of it. Draws nothing.
import { say } from './words.js';

const OFFLINE = { title: say('notSent'), detail: say('offline') };
const SIGNED_OUT = { title: say('signedOut'), detail: say('signInAgain') };
const UNKNOWN = { title: say('notTaken'), detail: say('refused') };

/** {location, next} when accepted, else {title, detail, errors: {path: message or messages}}. */
export async function sendAnswers({ submitUrl, csrf }, answers) {
  let response;
  try {
    response = await post(submitUrl, csrf, { answers });
  } catch {
    return OFFLINE;
  }
  if (response.status === 401 || response.redirected) return SIGNED_OUT;
  const body = await response.json().catch(() => ({}));
  if (response.ok && body.location) return { location: body.location, next: body.next };
  return { ...UNKNOWN, ...pick(body) };
}

/** One POST of JSON with the page's CSRF token; `outlives` the page that sends it. */
export function post(url, csrf, body, { outlives = false } = {}) {
  return fetch(url, {
    method: 'POST',
    credentials: 'same-origin',
    keepalive: outlives,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-Token': csrf },
    body: JSON.stringify(body),
  });
}

function pick({ title, detail, errors }) {
  return Object.fromEntries(Object.entries({ title, detail, errors }).filter(([, value]) => value !== undefined));
}
