// Submits data sets through the real form-js, without a screen. Reads JSON lines {"schema","data"} from standard
// input and prints for each {"data","errors"}: errors is a list of paths such as "claims.0.basis".
import { createInterface } from 'node:readline';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true, url: 'http://localhost/' });
// form-js is written for a browser: every name of the simulated window that Node lacks becomes a global.
for (const name of Object.getOwnPropertyNames(window)) {
  if (name in globalThis) continue;
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
}
Object.defineProperty(globalThis, 'window', { value: window, configurable: true });
Object.defineProperty(globalThis, 'document', { value: window.document, configurable: true });
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
globalThis.IntersectionObserver ??= globalThis.ResizeObserver;

const { createForm } = await import('@bpmn-io/form-js-viewer');
// The file field of our pages: form-js's own drops an answer whose files are not in this very page.
const { filePickerModule } = await import('../form/file-picker.js');
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Failing value paths of a form after submit, in the order of the form. */
function listFailingPaths(form, errors) {
  const paths = [];
  for (const { id, valuePath, indexes } of form.get('formFieldInstanceRegistry').getAllKeyed()) {
    const found = Object.values(indexes ?? {}).reduce((node, index) => node?.[index], errors[id]);
    if (Array.isArray(found) && found.some((text) => typeof text === 'string')) paths.push(valuePath.join('.'));
  }
  return paths;
}

async function submit({ schema, data }) {
  const container = document.body.appendChild(document.createElement('div'));
  const form = await createForm({ container, schema, data, additionalModules: [filePickerModule(null)] });
  await settled();
  const result = form.submit();
  const answer = { data: result.data, errors: listFailingPaths(form, result.errors) };
  form.destroy();
  container.remove();
  return answer;
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim()) process.stdout.write(`${JSON.stringify(await submit(JSON.parse(line)))}\n`);
}
process.exit(0);
