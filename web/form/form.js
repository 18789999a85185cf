// Renders the deployed form of a task with form-js in the language of the page, keeps a draft and submits the answers as JSON.
import './prompt-effects.js';
import { createForm } from '@bpmn-io/form-js-viewer';
import flatpickr from 'flatpickr';
import { Mandarin } from 'flatpickr/dist/l10n/zh.js';
import { offerAcceptance } from './accept-all.js';
import { foldBeside } from './beside.js';
import { keepDraft } from './draft.js';
import { filePickerModule } from './file-picker.js';
import { createUploader } from './file-upload.js';
import { fillGrounds } from './grounds.js';
import { offerMergers } from './mergers.js';
import { listProblems, showServerProblems } from './problems.js';
import { nativeSelectModule } from './native-select.js';
import { holdHeights, releaseHeights } from './steady.js';
import { sendAnswers } from './submit.js';
import { clearSummary, showSummary } from './summary.js';
import { translateModule } from './translate.js';
import { findWayOn } from './way-on.js';
import { isEnglish, say } from './words.js';

// form-js speaks English by itself.
const languageModules = isEnglish() ? [] : [translateModule];
if (!isEnglish()) flatpickr.localize(Mandarin);

/** Renders one `[data-form]` element from the JSON block named by its `data-source`. */
async function mountForm(place) {
  const task = JSON.parse(document.getElementById(place.dataset.source).textContent);
  const uploader = task.uploadUrl && !task.readonly ? createUploader(task) : null;
  const form = await createForm({
    container: place,
    schema: task.schema,
    data: task.data ?? {},
    properties: { readOnly: Boolean(task.readonly) },
    // A field that keeps back what is typed for a moment loses it when the form is drawn anew meanwhile.
    debounce: false,
    additionalModules: [...languageModules, nativeSelectModule, filePickerModule(uploader)],
  });
  place.dataset.ready = 'true';
  if (task.readonly) return;
  const draft = task.draftUrl ? keepDraft(form, task) : null;
  offerMergers(form, task, draft);
  offerAcceptance(form, task, draft);
  fillGrounds(form, task, draft);
  const button = document.querySelector('[data-form-submit]');
  button.disabled = false;
  const send = () => button.disabled || submit({ form, task, button, draft, place, uploader });
  button.addEventListener('click', send);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    // What is being typed reaches the form before it is sent.
    document.activeElement?.blur();
    send();
  });
}

async function submit({ form, task, button, draft, place, uploader }) {
  if (uploader?.waiting > 0) {
    showSummary(place, say('stillSending'), [{ text: say('waitForFiles'), target: null }]);
    return;
  }
  releaseHeights(place);
  const { data, errors } = form.submit();
  const problems = listProblems(form, errors);
  if (problems.length > 0) {
    showSummary(place, say('mendFirst'), problems);
    requestAnimationFrame(() => holdHeights(place));
    return;
  }
  clearSummary(place);
  draft?.pause();
  button.disabled = true;
  const outcome = await sendAnswers(task, data);
  if (outcome.location) {
    const status = document.querySelector('[data-draft-status]');
    const where = await findWayOn(outcome, (text) => {
      if (status) status.textContent = text;
    });
    window.location.assign(where);
    return;
  }
  button.disabled = false;
  draft?.resume();
  showSummary(place, outcome.title, showServerProblems(form, outcome));
  requestAnimationFrame(() => holdHeights(place));
}

foldBeside(document);
for (const place of document.querySelectorAll('[data-form]')) {
  mountForm(place).catch((error) => {
    console.error(error);
    showSummary(place, say('notShown'), [{ text: say('reload'), target: null }]);
  });
}
