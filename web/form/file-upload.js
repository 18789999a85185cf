// Sends files of a form one after the other, each under an id of its own, so that one sent again is the same upload.

const FAILED = 'The file could not be sent. Try again.';
const SIGNED_OUT = 'You are signed out. Sign in on another page, then try again.';

/** Gives send(file, onProgress) -> {documentId, metadata}; rejects with {text} for translate, or {told} as the server said it. */
export function createUploader({ uploadUrl, csrf }) {
  let queue = Promise.resolve();
  let waiting = 0;
  return {
    get waiting() {
      return waiting;
    },
    send(file, id, onProgress) {
      waiting += 1;
      const sent = queue.then(() => post(`${uploadUrl}?submission_id=${id}`, csrf, file, onProgress));
      queue = sent.catch(() => undefined).then(() => {
        waiting -= 1;
      });
      return sent;
    },
  };
}

/** An id that the server takes for one sending. */
export function sendingId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// XMLHttpRequest tells how much of a body has left; fetch does not.
function post(url, csrf, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append('file', file, file.name);
    request.open('POST', url);
    request.setRequestHeader('X-CSRF-Token', csrf);
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener('load', () => {
      const answer = request.response ?? {};
      if (request.status === 200 && answer.documentId) resolve(answer);
      else if (request.status === 401 || request.status === 200) reject({ text: SIGNED_OUT });
      else reject(answer.detail ? { told: answer.detail } : { text: FAILED });
    });
    request.addEventListener('error', () => reject({ text: FAILED }));
    request.addEventListener('timeout', () => reject({ text: FAILED }));
    request.send(body);
  });
}
