// Deploys files by the client library of Camunda Modeler, with the requests that Modeler sends for its button "Deploy":
// the topology, then all files in one deployment. Reads an order from stdin, writes one line of JSON for each deployment.
const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const order = JSON.parse(fs.readFileSync(0, 'utf8'));
const { Camunda8 } = createRequire(order.packages)('@camunda8/sdk');

const KINDS = { '.bpmn': 'process', '.dmn': 'decision', '.form': 'form' };

async function deployByGrpc(camunda, files) {
  const client = camunda.getZeebeGrpcApiClient();
  await client.topology();
  const resources = files.map(file => ({
    name: path.basename(file),
    [KINDS[path.extname(file)]]: fs.readFileSync(file)
  }));
  const { deployments } = await client.deployResources(resources);
  await client.close();
  return deployments.flatMap(({ process, decision, form }) => [
    process && [process.bpmnProcessId, process.version],
    decision && [decision.dmnDecisionId, decision.version],
    form && [form.formId, form.version]
  ]);
}

async function deployByRest(camunda, files) {
  const client = camunda.getCamundaRestClient();
  await client.getTopology();
  const resources = files.map(file => ({ name: path.basename(file), content: fs.readFileSync(file) }));
  const { processes, decisions, forms } = await client.deployResources(resources);
  return [
    ...processes.map(found => [found.processDefinitionId, found.processDefinitionVersion]),
    ...decisions.map(found => [found.decisionDefinitionId, found.version]),
    ...forms.map(found => [found.formId, found.version])
  ];
}

async function deploy({ address, files }) {
  // By the protocol of the address, as Modeler chooses.
  const isGrpc = address.startsWith('grpc://');
  const where = isGrpc
    ? { ZEEBE_GRPC_ADDRESS: address, zeebeGrpcSettings: { ZEEBE_GRPC_CLIENT_RETRY: false } }
    : { ZEEBE_REST_ADDRESS: address };
  const camunda = new Camunda8({ ...where, CAMUNDA_OAUTH_DISABLED: true, CAMUNDA_LOG_LEVEL: 'none' });
  const deployed = await (isGrpc ? deployByGrpc : deployByRest)(camunda, files);
  return Object.fromEntries(deployed.filter(Boolean).map(([id, version]) => [id, Number(version)]));
}

async function main() {
  for (const deployment of order.deployments) {
    console.log(JSON.stringify(await deploy(deployment)));
  }
}

main().then(() => process.exit(0), refusal => {
  console.error(refusal.response?.body ?? refusal);
  process.exit(1);
});
