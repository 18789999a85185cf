// Builds the browser files into the folder given as first argument (content-hashed names, .gz twins,
// manifest.json), copies the fonts of the letters into the second one, and builds the Node tools into web/dist.
// Nothing is downloaded here.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { patchFormTexts } from './tools/patch-form-texts.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, '../api/static/ui'));
const fonts = resolve(process.argv[3] ?? join(here, '../adapters/letter_fonts'));
const COMPRESSED = new Set(['.js', '.css', '.svg']);

const PAGE_ENTRIES = {
  app: 'app/app.js',
  charts: 'charts/charts.js',
  filing: 'filing/filing.js',
  form: 'form/form.js',
  monitor: 'monitor/monitor.js',
  proof: 'proof/proof.js',
};
const STYLE_ENTRIES = {
  app: 'css/app.css',
  charts: 'css/charts.css',
  form: 'css/form.css',
  monitor: 'css/monitor.css',
};

async function bundle(entries, extra) {
  return build({
    absWorkingDir: here,
    entryPoints: Object.entries(entries).map(([out_, in_]) => ({ in: in_, out: out_ })),
    outdir: out,
    bundle: true,
    minify: true,
    write: false,
    target: 'es2020',
    legalComments: 'linked',
    logLevel: 'warning',
    ...extra,
  });
}

async function buildPages() {
  const patches = patchFormTexts();
  const scripts = await bundle(PAGE_ENTRIES, { format: 'esm', plugins: [patches.plugin] });
  patches.assertAllMatched();
  const styles = await bundle(STYLE_ENTRIES, { loader: { '.svg': 'dataurl' } });
  return [...scripts.outputFiles, ...styles.outputFiles];
}

// One file with the icons that the pages use, each a symbol under its name in the set.
function iconSprite() {
  const names = JSON.parse(readFileSync(join(here, 'icons.json'), 'utf8'));
  const symbols = names.map((name) => {
    const source = readFileSync(join(here, 'node_modules/bootstrap-icons/icons', `${name}.svg`), 'utf8');
    const drawn = source.slice(source.indexOf('>') + 1, source.lastIndexOf('</svg>')).replace(/\s*\n\s*/g, '');
    return `<symbol id="${name}" viewBox="0 0 16 16" fill="currentColor">${drawn}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
}

function hashedName(name, contents) {
  const digest = createHash('sha256').update(contents).digest('hex').slice(0, 12);
  const extension = extname(name);
  return `${basename(name, extension)}-${digest}${extension}`;
}

function writePages(files) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const manifest = {};
  for (const { name, contents } of files) {
    const published = name.endsWith('.txt') ? name : hashedName(name, contents);
    writeFileSync(join(out, published), contents);
    if (COMPRESSED.has(extname(name))) {
      writeFileSync(join(out, `${published}.gz`), gzipSync(contents, { level: 9 }));
    }
    manifest[name] = published;
  }
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

// The fonts in which letters are printed; each package brings many weights more.
function bringFonts() {
  const names = JSON.parse(readFileSync(join(here, 'fonts.json'), 'utf8'));
  rmSync(fonts, { recursive: true, force: true });
  mkdirSync(fonts, { recursive: true });
  for (const name of names) {
    copyFileSync(join(here, 'node_modules/@expo-google-fonts', name), join(fonts, basename(name)));
  }
}

async function buildTools() {
  await build({
    absWorkingDir: here,
    entryPoints: { 'lint-cli': 'tools/lint-cli.mjs', 'form-check': 'tools/form-check.mjs' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: ['jsdom'],
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}

const pages = await buildPages();
const icons = readdirSync(join(here, 'icons')).map((name) => ({
  name,
  contents: readFileSync(join(here, 'icons', name)),
}));
writePages([
  ...pages.map((file) => ({ name: basename(file.path), contents: file.contents })),
  ...icons,
  { name: 'icons.svg', contents: Buffer.from(iconSprite()) },
]);
bringFonts();
await buildTools();
