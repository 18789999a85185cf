// Turns failed checks into lines of the error summary, each pointing at its field. Knows where form-js keeps errors.
import { fieldDomId } from './field-id.js';
import { say } from './words.js';

/** Problems of a failed submit in the order of the form: [{text, target}]. */
export function listProblems(form, errors) {
  const problems = [];
  for (const instance of form.get('formFieldInstanceRegistry').getAllKeyed()) {
    const found = Object.values(instance.indexes ?? {}).reduce((node, index) => node?.[index], errors[instance.id]);
    if (!Array.isArray(found)) continue;
    for (const text of found.filter((line) => typeof line === 'string')) {
      problems.push({ text: say('colon', { label: describe(form, instance), text }), target: fieldDomId(form, instance) });
    }
  }
  return problems;
}

/** Marks the fields the server refused and gives the summary lines; what names no field stands alone. */
export function showServerProblems(form, { detail, errors }) {
  const instances = form.get('formFieldInstanceRegistry').getAllKeyed();
  const marked = {};
  const problems = [];
  for (const [path, message] of Object.entries(errors ?? {})) {
    const texts = [message].flat().map(String);
    const instance = instances.find((candidate) => candidate.valuePath.join('.') === path);
    if (instance) mark(marked, instance, texts);
    for (const text of texts) {
      problems.push({
        text: instance ? say('colon', { label: describe(form, instance), text }) : text,
        target: instance ? fieldDomId(form, instance) : null,
      });
    }
  }
  form._setState({ errors: marked });
  return problems.length > 0 ? problems : [{ text: detail ?? say('later'), target: null }];
}

function mark(errors, { id, indexes }, texts) {
  const steps = [id, ...Object.values(indexes ?? {})];
  const last = steps.pop();
  const parent = steps.reduce((node, step) => (node[step] ??= {}), errors);
  parent[last] = texts;
}

function describe(form, { id, indexes }) {
  const label = labelOf(form.get('formFieldRegistry').get(id));
  const rows = Object.values(indexes ?? {});
  return rows.length > 0 ? say('row', { number: rows.map((index) => index + 1).join('-'), label }) : label;
}

/** form-js keeps the label of a date or time field under names of their own (services/forms/field_labels.py). */
function labelOf({ label, type, subtype, dateLabel, timeLabel }) {
  if (label) return label;
  const ofDates = { date: [dateLabel], time: [timeLabel], datetime: [dateLabel, timeLabel] };
  const labels = type === 'datetime' ? (ofDates[subtype] ?? []).filter(Boolean) : [];
  return [...new Set(labels)].join(say('and')) || say('unnamed');
}
