// After a submission: to the next step of the same case as soon as it is there, else to the next row of the list.

import { say } from './words.js';

const PATIENCE = 4000; // ms; the engine and the list follow within a second or two
const EVERY = 400;
// The engine has taken the step, and the next one of the case is not there yet: another stage begins.
const GRACE = 1600;

/** The address to go to; `location` where nothing else is known. */
export async function findWayOn({ next, location }, tell) {
  if (!next) return location;
  const until = Date.now() + PATIENCE;
  let known = null;
  let movedOn = null;
  tell(say('movingOn'));
  while (Date.now() < until) {
    known = (await ask(next)) ?? known;
    if (known?.in_case) return known.in_case;
    if (known?.is_moved_on) movedOn ??= Date.now();
    if (movedOn && Date.now() - movedOn > GRACE) break;
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
  return known?.in_list ?? location;
}

async function ask(address) {
  try {
    const response = await fetch(address, { credentials: 'same-origin', headers: { Accept: 'application/json' } });
    return response.ok && !response.redirected ? await response.json() : null;
  } catch {
    return null;
  }
}
