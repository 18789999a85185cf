// Lints .bpmn files with the rules of Camunda Modeler and .form files with those of Camunda Forms, for the platform
// version named in the file, and .json element templates with their schema. Prints one JSON line a finding;
// exit 1 when any is an error, 2 when a file names no version.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { FormLinter } from '@camunda/form-linting';
import { Linter } from '@camunda/linting/lib/Linter.js';
import templateSchema from '@camunda/zeebe-element-templates-json-schema/resources/schema.json';
import Ajv from 'ajv';

const isTemplate = new Ajv({ strict: false, allErrors: true }).compile(templateSchema);

async function lintDiagram(text) {
  if (!text.includes('executionPlatformVersion="')) return undefined;
  return new Linter({ modeler: 'desktop', type: 'cloud' }).lint(text);
}

async function lintForm(text) {
  if (!JSON.parse(text).executionPlatformVersion) return undefined;
  return new FormLinter().lint(text);
}

async function lintTemplate(text) {
  const template = JSON.parse(text);
  if (isTemplate(template)) return [];
  return isTemplate.errors.map(({ instancePath, message }) => ({
    id: template.id,
    category: 'error',
    rule: 'template-schema',
    message: `${instancePath} ${message}`,
  }));
}

function linterOf(path) {
  if (path.endsWith('.form')) return lintForm;
  return path.endsWith('.json') ? lintTemplate : lintDiagram;
}

let exitCode = 0;
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, 'utf8');
  const reports = await linterOf(path)(text);
  if (reports === undefined) {
    console.log(JSON.stringify({ file: basename(path), category: 'error', rule: 'platform-version', message: 'no executionPlatformVersion' }));
    exitCode = 2;
    continue;
  }
  for (const { id, category, rule, message } of reports) {
    console.log(JSON.stringify({ file: basename(path), element: id, category, rule: rule ?? 'form', message }));
    if (category === 'error' || category === 'rule-error') exitCode = 1;
  }
}
process.exitCode = exitCode;
