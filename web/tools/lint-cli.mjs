// Lints .bpmn files with the rules of Camunda Modeler and .form files with those of Camunda Forms, for the platform
// version named in the file. Prints one JSON line a finding; exit 1 when any is an error, 2 when a file has no version.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { FormLinter } from '@camunda/form-linting';
import { Linter } from '@camunda/linting/lib/Linter.js';

async function lintDiagram(text) {
  if (!text.includes('executionPlatformVersion="')) return undefined;
  return new Linter({ modeler: 'desktop', type: 'cloud' }).lint(text);
}

async function lintForm(text) {
  if (!JSON.parse(text).executionPlatformVersion) return undefined;
  return new FormLinter().lint(text);
}

let exitCode = 0;
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, 'utf8');
  const reports = await (path.endsWith('.form') ? lintForm(text) : lintDiagram(text));
  if (reports === undefined) {
    console.log(JSON.stringify({ file: basename(path), category: 'error', rule: 'platform-version', message: 'no executionPlatformVersion' }));
    exitCode = 2;
    continue;
  }
  for (const { id, category, rule, message } of reports) {
    console.log(JSON.stringify({ file: basename(path), element: id, category, rule, message }));
    if (category === 'error' || category === 'rule-error') exitCode = 1;
  }
}
process.exitCode = exitCode;
