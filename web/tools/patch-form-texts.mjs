// Chinese for the few texts of form-js that do not pass its translate service, and what the content policy would report.
// Every pattern has to match exactly as often as it is listed: a new form-js that moves a text fails the build instead
// of showing English.
import { readFileSync } from 'node:fs';

const PATCHES = [
  { text: "emptyListMessage = 'No results'", ours: "emptyListMessage = '没有符合的选项'", times: 1 },
  { text: "placeholder: 'Search'", ours: "placeholder: '查找'", times: 1 },
  { text: 'children: "Browse"', ours: 'children: "选择文件"', times: 1 },
  { text: "use24h ? 'hh:mm' : 'hh:mm --'", ours: "use24h ? '时:分' : '时:分 --'", times: 1 },
  // The order of a date is that of the page, not of the browser, which may be in English.
  { text: "function getLocaleDateFormat(locale = 'default')", ours: "function getLocaleDateFormat(locale = 'zh-CN')", times: 1 },
  { text: 'placeholder: getLocaleReadableDateFormat()', ours: "placeholder: '年/月/日'", times: 1 },
  // form-js drops the attribute `style` of a text anyway, but parses it first, which the policy of our pages refuses and reports.
  {
    text: '<body><div>${html}`',
    ours: '<body><div>${html.replace(/<[^>]*>?/g, tag => tag.replace(/([\\s"\'/])style(?=\\s*=)/gi, "$1data-style"))}`',
    times: 1,
  },
  { text: "children: valueLabel || 'Select'", ours: "children: valueLabel || '请选择'", times: 1 },
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
