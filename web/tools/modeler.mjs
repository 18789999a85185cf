// Sends what a process owner's Modeler sends, by the client library that it is built on:
//   node tools/modeler.mjs ADDRESS deploy FILE...    deploys all files or none
//   node tools/modeler.mjs ADDRESS start PROCESS_ID  starts an instance, as the Start button does
//   node tools/modeler.mjs ADDRESS topology          asks who answers, as the check of a connection does
// Prints the answer as JSON; exit code 1 with the refusal's words on standard error.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Camunda8 } from '@camunda8/sdk';

const [address, command, ...rest] = process.argv.slice(2);
const settings = { CAMUNDA_AUTH_STRATEGY: 'NONE', ZEEBE_REST_ADDRESS: address, CAMUNDA_LOG_LEVEL: 'none' };
const client = new Camunda8(settings).getCamundaRestClient();

const COMMANDS = {
  deploy: (files) =>
    client.deployResources(files.map((file) => ({ name: basename(file), content: readFileSync(file) }))),
  start: ([processDefinitionId]) => client.createProcessInstance({ processDefinitionId, variables: {} }),
  topology: () => client.getTopology(),
};

try {
  console.log(JSON.stringify(await COMMANDS[command](rest)));
} catch (refusal) {
  console.error(refusal.response?.body ?? refusal.message);
  process.exitCode = 1;
}
