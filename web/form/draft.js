// Saves what was typed so far a moment after the last change and says so in [data-draft-status].
import { post } from './submit.js';
import { say } from './words.js';

const WAIT = 1500; // ms of rest after the last key before a draft is sent

/** Starts saving drafts of a form; pause() while a submit is under way, resume() when it was refused, touch() after a change by a script. */
export function keepDraft(form, { draftUrl, csrf }) {
  const status = document.querySelector('[data-draft-status]');
  let timer = null;
  let paused = false;
  const tell = (text) => {
    if (status) status.textContent = text;
  };
  const save = async () => {
    timer = null;
    if (paused) return;
    try {
      const response = await post(draftUrl, csrf, { answers: form._getSubmitData() });
      if (!response.ok || response.redirected) {
        tell(say('draftNotSaved'));
        return;
      }
      // The office's clock, not the browser's.
      const { told } = await response.json();
      tell(say('draftSaved', { time: told }));
    } catch {
      tell(say('draftOffline'));
    }
  };
  const touch = () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };
  form.get('eventBus').on('field.updated', touch);
  // Who leaves by a link within that moment keeps what he wrote.
  window.addEventListener('pagehide', () => {
    if (timer === null || paused) return;
    clearTimeout(timer);
    timer = null;
    post(draftUrl, csrf, { answers: form._getSubmitData() }, { outlives: true });
  });
  return {
    touch,
    pause() {
      paused = true;
      clearTimeout(timer);
      timer = null;
    },
    resume() {
      paused = false;
    },
  };
}
