// Solves what a form asks where much is sent, so that nobody with a script has to answer the question.

/** Looks for the number of every data-guard in a worker; the form waits for it when it is sent before. */
export function solveGuards(root) {
  for (const guard of root.querySelectorAll('[data-guard]')) if (window.Worker) solve(guard);
}

function solve(guard) {
  const { worker: address, salt, target, largest } = guard.dataset;
  const form = guard.closest('form');
  const number = guard.querySelector('[name="guard_number"]');
  const answer = guard.querySelector('[name="guard_answer"]');
  let isUnderWay = true;
  let isWaiting = false;
  let button = null;
  const worker = new Worker(address, { type: 'module' });

  function end(found) {
    worker.terminate();
    isUnderWay = false;
    number.value = found;
    if (found) {
      guard.querySelector('[data-guard-question]').hidden = true;
      const done = guard.querySelector('[data-guard-done]');
      done.textContent = done.dataset.text;
      delete form.dataset.sent;
      if (isWaiting) form.requestSubmit(button);
      return;
    }
    // The question stays for the person.
    delete form.dataset.sent;
    if (isWaiting) answer.focus();
  }

  worker.addEventListener('message', ({ data }) => end(data));
  worker.addEventListener('error', () => end(''));
  worker.postMessage({ salt, target, largest: Number(largest) });
  form.addEventListener('submit', (event) => {
    if (!isUnderWay || answer.value.trim()) return;
    event.preventDefault();
    isWaiting = true;
    button = event.submitter;
  });
}
