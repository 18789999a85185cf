// form-js's translate service in Chinese. A text without a Chinese form is shown as it is and named on the console.
import { CHINESE } from './chinese.js';
import { OWN_CHINESE } from './own-chinese.js';

/** The Chinese text with {names} replaced. */
export function translate(template, replacements = {}) {
  const text = CHINESE[template] ?? OWN_CHINESE[template];
  if (text === undefined) console.warn(`form text without Chinese: ${template}`);
  return (text ?? template).replace(/{([^}]+)}/g, (_, name) => String(replacements[name] ?? `{${name}}`));
}

export const translateModule = { translate: ['value', translate] };
