// One decision about several rows, sent row by row so that the page shows how far it is. Without script the form goes as one.

/** Takes over every form with data-bulk; its rows carry data-row with the key that their box sends. */
export function sendRowByRow(root) {
  for (const form of root.querySelectorAll('form[data-bulk]')) {
    form.addEventListener('submit', (event) => {
      const boxes = [...form.querySelectorAll('input[name="key"]:checked')];
      if (!boxes.length || !form.reportValidity()) return;
      event.preventDefault();
      if (!form.dataset.sent) run(form, boxes);
    });
  }
}

async function run(form, boxes) {
  const texts = form.dataset;
  const progress = form.querySelector('[data-progress]');
  form.dataset.sent = 'true';
  progress.hidden = false;
  let lost = 0;
  for (const [position, box] of boxes.entries()) {
    progress.textContent = texts.textProgress.replace('%(n)s', position + 1).replace('%(all)s', boxes.length);
    const place = form.querySelector(`[data-row="${CSS.escape(box.value)}"] [data-result]`);
    place.textContent = texts.textDoing;
    const answer = await send(form, box);
    show(place, answer, texts);
    if (answer === null) lost += 1;
    else lock(box);
  }
  delete form.dataset.sent;
  if (!lost) form.querySelector('button:not([type="button"])').hidden = true;
}

async function send(form, box) {
  const fields = new FormData(form);
  for (const name of ['key', 'label', 'item']) fields.delete(name);
  fields.append('key', box.value);
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Accept: 'application/json' },
      credentials: 'same-origin',
    });
    return response.ok && !response.redirected ? (await response.json())[0] : null;
  } catch {
    return null;
  }
}

function show(place, answer, texts) {
  const tag = document.createElement('span');
  const state = answer === null ? 'near' : answer.refusal ? 'over' : 'within';
  tag.className = `tag tag-${state}`;
  tag.textContent = { near: texts.textLost, over: texts.textRefused, within: texts.textDone }[state];
  place.replaceChildren(tag);
  if (answer?.refusal) place.append(` ${answer.refusal}`);
}

// A row that has its answer is not sent again.
function lock(box) {
  box.checked = false;
  box.disabled = true;
}
