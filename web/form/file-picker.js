// The file field of a form: each chosen file is sent at once and shown with its progress and size; the answer of the field
// is the list of references. In place of form-js's own, which keeps files in the page until the form is submitted.
import { Description, Errors, FilePicker, FormContext, Label } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useContext, useRef, useState } from 'preact/hooks';
import { sendingId } from './file-upload.js';

const STEP = 1024;
const MOST_BYTES = 20 * STEP * STEP;

/** `820 B`, `12.3 KB`, `2.2 MB`, as the pages write sizes (api/file_sizes.py). */
export function sizeText(size) {
  if (size < STEP) return `${size} B`;
  return size < STEP * STEP ? `${(size / STEP).toFixed(1)} KB` : `${(size / STEP / STEP).toFixed(1)} MB`;
}

function makeFileField(uploader) {
  function FileField(props) {
    const { disabled, errors = [], domId, field, readonly, value } = props;
    const translate = useContext(FormContext).getService('translate');
    const [sending, setSending] = useState([]);
    const chosen = useRef(null);
    const kept = useRef([]);
    kept.current = Array.isArray(value) ? value : [];
    const isOff = disabled || readonly || !uploader;
    const change = (files) => {
      kept.current = files;
      props.onChange({ value: files.length > 0 ? files : null });
    };
    const update = (id, told) => setSending((rows) => rows.map((row) => (row.id === id ? { ...row, ...told } : row)));
    const forget = (id) => setSending((rows) => rows.filter((row) => row.id !== id));
    const send = async ({ id, file }) => {
      update(id, { problem: null, share: 0 });
      try {
        const { documentId, metadata } = await uploader.send(file, id, (share) => update(id, { share }));
        change([...(field.multiple ? kept.current : []), { documentId, metadata }]);
        forget(id);
      } catch (problem) {
        update(id, { problem: problem.told ?? translate(problem.text) });
      }
    };
    const add = (files) => {
      const wanted = field.multiple ? [...files] : [...files].slice(0, 1);
      const rows = wanted.map((file) => ({ id: sendingId(), file, share: 0, problem: null }));
      const large = rows.filter(({ file }) => file.size > MOST_BYTES);
      large.forEach((row) => Object.assign(row, { problem: translate('The file is larger than 20 MB.'), isFinal: true }));
      setSending((before) => [...before, ...rows]);
      rows.filter((row) => !large.includes(row)).forEach(send);
    };
    const button = (label, name, onClick) =>
      h('button', { type: 'button', class: 'file-field-remove', onClick, 'aria-label': `${label} ${name}` }, label);
    const keptRow = ({ documentId, metadata }) =>
      h('li', { key: documentId, class: 'is-kept' }, [
        h('span', { class: 'file-field-name' }, metadata?.fileName ?? ''),
        h('span', { class: 'file-field-note' }, `${sizeText(metadata?.size ?? 0)} · ${translate('uploaded')}`),
        isOff ? null : button(translate('Remove'), metadata?.fileName, () => change(kept.current.filter((one) => one.documentId !== documentId))),
      ]);
    const sendingRow = (row) =>
      h('li', { key: row.id, class: row.problem ? 'is-refused' : 'is-sending' }, [
        h('span', { class: 'file-field-name' }, row.file.name),
        row.problem
          ? h('span', { class: 'file-field-note fjs-form-field-error' }, row.problem)
          : h('progress', { max: 1, value: row.share, 'aria-label': translate('Sending {name}', { name: row.file.name }) }),
        row.problem && !row.isFinal ? button(translate('Try again'), row.file.name, () => send(row)) : null,
        row.problem ? button(translate('Remove'), row.file.name, () => forget(row.id)) : h('span', { class: 'file-field-note' }, sizeText(row.file.size)),
      ]);
    return h('div', { class: `fjs-form-field fjs-form-field-filepicker file-field${errors.length ? ' fjs-has-errors' : ''}` }, [
      h(Label, { htmlFor: domId, label: field.label, required: field.validate?.required }),
      isOff
        ? null
        : h(
            'div',
            {
              class: 'file-field-drop',
              onDragOver: (event) => event.preventDefault(),
              onDrop: (event) => {
                event.preventDefault();
                add(event.dataTransfer.files);
              },
            },
            [
              h('input', {
                type: 'file',
                ref: chosen,
                class: 'file-field-input',
                tabIndex: -1,
                'aria-hidden': 'true',
                multiple: field.multiple || undefined,
                accept: field.accept || undefined,
                onChange: ({ target }) => {
                  add(target.files);
                  target.value = '';
                },
              }),
              h(
                'button',
                {
                  type: 'button',
                  id: domId,
                  class: 'button button-secondary',
                  onClick: () => chosen.current.click(),
                  'aria-describedby': `${domId}-description ${domId}-error-message`,
                },
                translate('Choose files'),
              ),
              h('span', { class: 'file-field-note' }, translate('or drop them here; each at most 20 MB')),
            ],
          ),
      h('ul', { class: 'file-field-list', 'aria-live': 'polite' }, [...kept.current.map(keptRow), ...sending.map(sendingRow)]),
      h(Description, { id: `${domId}-description`, description: field.description }),
      h(Errors, { id: `${domId}-error-message`, errors }),
    ]);
  }
  FileField.config = FilePicker.config;
  return FileField;
}

/** The module that puts the field into form-js; without an uploader it shows what was put in and takes nothing. */
export function filePickerModule(uploader) {
  class FilePickerRegistration {
    constructor(formFields) {
      formFields.register('filepicker', makeFileField(uploader));
    }
  }
  FilePickerRegistration.$inject = ['formFields'];
  return {
    __init__: ['filePickerRegistration'],
    filePickerRegistration: ['type', FilePickerRegistration],
  };
}
