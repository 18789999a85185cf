// Chinese (English on an English page) for the few texts of form-js that do not pass its translate service, and what the content policy would report.
// Every pattern has to match exactly as often as it is listed: a new form-js that moves a text fails the build instead
// of showing English.
import { readFileSync } from 'node:fs';

// Chinese unless the page is in English.
const either = (chinese, english) => `(globalThis.document?.documentElement.lang === 'en' ? '${english}' : '${chinese}')`;

const PATCHES = [
  { text: "emptyListMessage = 'No results'", ours: `emptyListMessage = ${either('没有符合的选项', 'No results')}`, times: 1 },
  { text: "placeholder: 'Search'", ours: `placeholder: ${either('查找', 'Search')}`, times: 1 },
  { text: 'children: "Browse"', ours: `children: ${either('选择文件', 'Browse')}`, times: 1 },
  { text: "use24h ? 'hh:mm' : 'hh:mm --'", ours: `use24h ? ${either('时:分', 'hh:mm')} : ${either('时:分 --', 'hh:mm --')}`, times: 1 },
  // The order of a date is that of the page, not of the browser, which may be in English.
  { text: "function getLocaleDateFormat(locale = 'default')", ours: "function getLocaleDateFormat(locale = 'zh-CN')", times: 1 },
  { text: 'placeholder: getLocaleReadableDateFormat()', ours: `placeholder: ${either('年/月/日', 'yyyy/mm/dd')}`, times: 1 },
  // form-js drops the attribute `style` of a text anyway, but parses it first, which the policy of our pages refuses and reports.
  {
    text: '<body><div>${html}`',
    ours: '<body><div>${html.replace(/<[^>]*>?/g, tag => tag.replace(/([\\s"\'/])style(?=\\s*=)/gi, "$1data-style"))}`',
    times: 1,
  },
  { text: "children: valueLabel || 'Select'", ours: `children: valueLabel || ${either('请选择', 'Select')}`, times: 1 },
];

/** Gives the esbuild plugin and the check to call after the build; the check throws when the file was not seen. */
export function patchFormTexts() {
  let seen = false;
  const plugin = {
    name: 'patch-form-texts',
    setup(build) {
      build.onLoad({ filter: /form-js-viewer\/dist\/index\.es\.js$/ }, ({ path }) => {
        seen = true;
        return { contents: applyPatches(readFileSync(path, 'utf8')), loader: 'js' };
      });
    },
  };
  return {
    plugin,
    assertAllMatched() {
      if (!seen) throw new Error('form-js-viewer/dist/index.es.js was not part of the bundle; texts are unpatched');
    },
  };
}

/** Replaces every listed text; throws naming the first one whose number of places has changed. */
export function applyPatches(source) {
  return PATCHES.reduce((patched, { text, ours, times }) => {
    const parts = patched.split(text);
    if (parts.length - 1 !== times) {
      throw new Error(`form-js text "${text}" occurs ${parts.length - 1} times instead of ${times}`);
    }
    return parts.join(ours);
  }, source);
}
