// A native <select> in place of form-js's own list, which assistive technology cannot read as a list of choices.
import { Description, Errors, FormContext, Label, Select, useExpressionEvaluation } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useContext } from 'preact/hooks';
import { say } from './words.js';

function useChoices({ values, valuesKey, valuesExpression }) {
  const form = useContext(FormContext).getService('form');
  const computed = useExpressionEvaluation(valuesExpression);
  const listed = valuesKey ? form._getState().initialData?.[valuesKey] ?? inputData(form, valuesKey) : values ?? computed;
  return (Array.isArray(listed) ? listed : []).map((choice) =>
    typeof choice === 'object' ? choice : { label: String(choice), value: choice },
  );
}

function inputData(form, key) {
  return form._getState().data?.[key];
}

function NativeSelect(props) {
  const { disabled, errors = [], domId, onBlur, onFocus, field, readonly, value } = props;
  const choices = useChoices(field);
  const required = field.validate?.required;
  const onChange = ({ target }) => {
    const chosen = choices.find((choice) => String(choice.value) === target.value);
    props.onChange({ value: chosen?.value ?? null });
  };
  const option = ({ value: key, label }) => h('option', { key, value: String(key), selected: key === value }, label);
  return h('div', { class: `fjs-form-field fjs-form-field-select${errors.length ? ' fjs-has-errors' : ''}` }, [
    h(Label, { htmlFor: domId, label: field.label, required }),
    h(
      'select',
      {
        id: domId,
        class: 'fjs-input native-select',
        disabled: disabled || readonly,
        required,
        onChange,
        onBlur: () => onBlur?.(),
        onFocus: () => onFocus?.(),
        'aria-invalid': errors.length > 0,
        'aria-describedby': `${domId}-description ${domId}-error-message`,
      },
      [h('option', { key: '', value: '', selected: value === null || value === undefined }, say('choose')), ...choices.map(option)],
    ),
    h(Description, { id: `${domId}-description`, description: field.description }),
    h(Errors, { id: `${domId}-error-message`, errors }),
  ]);
}
NativeSelect.config = Select.config;

class NativeSelectRegistration {
  constructor(formFields) {
    formFields.register('select', NativeSelect);
  }
}
NativeSelectRegistration.$inject = ['formFields'];

export const nativeSelectModule = {
  __init__: ['nativeSelectRegistration'],
  nativeSelectRegistration: ['type', NativeSelectRegistration],
};
