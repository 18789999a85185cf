// Chosen files are sent at once, one after the other, each with a bar of its progress and a small picture of itself.

const SMALL = 72; // pixels of a preview
const MEGABYTE = 1024 * 1024;

/** Watches a field with data-files (the address that takes them). */
export function sendFilesAtOnce(field) {
  const input = field.querySelector('input[type="file"]');
  const list = field.querySelector('[data-uploads]');
  field.querySelector('[data-upload]').hidden = true;
  list.hidden = false;
  let last = Promise.resolve();
  input.addEventListener('change', () => {
    const files = [...input.files];
    input.value = '';
    for (const file of files) {
      const row = addRow(list, file, field.dataset);
      if (file.size > Number(field.dataset.largest) * MEGABYTE) {
        say(row, field.dataset.tooLarge);
        continue;
      }
      last = last.then(() => send(field.dataset, file, row));
    }
  });
  // Who goes on while a file is under way would lose it.
  field.closest('form').addEventListener('submit', (event) => {
    if (!list.querySelector('progress')) return;
    const { submitter } = event;
    event.preventDefault();
    last.then(() => event.target.requestSubmit(submitter));
  });
}

function addRow(list, file, texts) {
  const row = document.createElement('li');
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SMALL;
  canvas.setAttribute('aria-hidden', 'true');
  const name = document.createElement('span');
  name.className = 'file-name';
  name.textContent = file.name;
  const bar = document.createElement('progress');
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute('aria-label', `${file.name}: ${texts.uploading}`);
  row.append(canvas, name, bar);
  list.append(row);
  draw(canvas, file);
  return row;
}

/** Drawn from the file itself: nothing is loaded from anywhere, so that the page needs no wider rules. */
async function draw(canvas, file) {
  if (!file.type.startsWith('image/')) return;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.max(SMALL / picture.width, SMALL / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas.getContext('2d').drawImage(picture, (SMALL - width) / 2, (SMALL - height) / 2, width, height);
    picture.close();
  } catch {
    // No preview of what this browser cannot draw; the server says what it makes of it.
  }
}

function send(texts, file, row) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const bar = row.querySelector('progress');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener('load', () => {
      if (request.status === 200) {
        show(request.responseText);
        row.remove();
      } else {
        say(row, texts.failed);
      }
      done();
    });
    request.addEventListener('error', () => {
      say(row, texts.failed);
      done();
    });
    const body = new FormData();
    body.append('attachments', file);
    request.open('POST', texts.files);
    request.setRequestHeader('X-CSRF-Token', document.querySelector('meta[name="csrf-token"]').content);
    request.send(body);
  });
}

function show(html) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  document.querySelector('[data-file-place]').replaceChildren(...parsed.body.childNodes);
}

function say(row, text) {
  row.querySelector('progress')?.remove();
  const told = document.createElement('span');
  told.className = 'error-text';
  told.textContent = text;
  row.append(told);
}
