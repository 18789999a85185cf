// The worker that finds the number of a challenge, so that the page stays quick while it looks.
import { sha256 } from './sha256.js';

self.addEventListener('message', ({ data: { salt, target, largest } }) => {
  const wanted = target.match(/.{8}/g).map((part) => parseInt(part, 16));
  for (let number = 0; number < largest; number += 1) {
    const digest = sha256(`${salt}:${number}`);
    if (digest[0] === wanted[0] && digest.every((word, i) => word === wanted[i])) {
      self.postMessage(String(number));
      return;
    }
  }
  self.postMessage('');
});
