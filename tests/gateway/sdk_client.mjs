// Walks one process by the client library that Camunda Modeler is built on, over gRPC and REST:
//   node sdk_client.mjs PACKAGE GRPC_ADDRESS REST_ADDRESS FILE...
// PACKAGE is the package.json beside the installed library. Prints what was answered as one JSON line.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';

const [packageFile, grpcAddress, restAddress, ...files] = process.argv.slice(2);
const { Camunda8 } = createRequire(packageFile)('@camunda8/sdk');
const camunda = new Camunda8({
  CAMUNDA_AUTH_STRATEGY: 'NONE',
  ZEEBE_GRPC_ADDRESS: `grpc://${grpcAddress}`,
  ZEEBE_REST_ADDRESS: restAddress,
  CAMUNDA_LOG_LEVEL: 'none',
  zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE' },
});
const zeebe = camunda.getZeebeGrpcApiClient();
const rest = camunda.getCamundaRestClient();
const seen = {};
const resourceOf = (file) => ({
  name: basename(file),
  [file.endsWith('.dmn') ? 'decision' : 'process']: readFileSync(file),
});

await zeebe.deployResources(files.map(resourceOf));
const pushed = new Promise((resolve) => {
  zeebe.streamJobs({
    type: 'sdk-work',
    worker: 'sdk',
    timeout: 60_000,
    taskHandler: async (job) => {
      const receipt = await job.complete({ done: true });
      resolve(job.variables);
      return receipt;
    },
  });
});
const outcome = zeebe.createProcessInstanceWithResult({
  bpmnProcessId: 'sdk',
  variables: { amount: 20, key: 'K-1' },
  requestTimeout: 30_000,
});
const waiting = async () => {
  const found = await rest.searchElementInstances({ filter: { elementId: 'Receive', state: 'ACTIVE' } });
  return found.items.length > 0;
};
for (let tries = 0; tries < 200 && !(await waiting()); tries += 1) {
  await new Promise((resolve) => setTimeout(resolve, 25));
}
const correlated = await rest.correlateMessage({ name: 'sdk.reply', correlationKey: 'K-1', variables: { reply: '好' } });
seen.pushed = await pushed;
const ended = await outcome;
seen.result = ended.variables;
seen.isSameInstance = String(correlated.processInstanceKey) === String(ended.processInstanceKey);
seen.byGrpc = (await zeebe.evaluateDecision({ decisionId: 'route', variables: { amount: 3 } })).decisionOutput;
seen.byRest = (await rest.evaluateDecision({ decisionDefinitionId: 'route', variables: { amount: 30 } })).output;
console.log(JSON.stringify(seen));
process.exit(0);
