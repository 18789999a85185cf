"""Deployment of BPMN files, DMN files and forms."""

from pathlib import PurePosixPath

from aiohttp import BodyPartReader, MultipartReader, web

from engine.core.answers import Deployed, DeployedForm, DeployedProcess
from engine.core.commands import Deploy, Resource
from engine.core.decision_answers import DeployedGraph
from engine.rest.body import DEFAULT_TENANT, faults_of_sender, require_default_tenant
from engine.rest.commands import execute
from engine.rest.problem import InvalidRequest, Problem
from engine.state.decision_definition import DecisionDefinition

EXTENSIONS = (".bpmn", ".dmn", ".form")


async def deploy_resources(request: web.Request) -> web.Response:
    """Deploys every part named `resources`, all or none; the file's base name is the resource name."""
    if not request.content_type.startswith("multipart/"):
        raise Problem(415, "a deployment is multipart/form-data with one part 'resources' a file")
    with faults_of_sender():
        resources = await _read_resources(await request.multipart(), request.client_max_size)
    if not resources:
        raise InvalidRequest("the deployment holds no part 'resources' with a file")
    return web.json_response(_deployed(await execute(request, Deploy(tuple(resources)), Deployed)))


async def _read_resources(reader: MultipartReader, most_bytes: int) -> list[Resource]:
    resources: list[Resource] = []
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise InvalidRequest("nested multipart is not part of a deployment")
        if part.name == "tenantId":
            require_default_tenant(await part.text())
        elif part.name == "resources" and part.filename:
            resources.append(Resource(_resource_name(part.filename), bytes(await part.read(decode=True))))
            # The reader bounds each part, not all of them.
            if sum(len(resource.content) for resource in resources) > most_bytes:
                raise web.HTTPRequestEntityTooLarge(most_bytes)
        else:
            raise InvalidRequest(f"unknown part '{part.name}' in the deployment")
    return resources


def _resource_name(filename: str) -> str:
    name = PurePosixPath(filename.replace("\\", "/")).name
    if not name.endswith(EXTENSIONS):
        raise InvalidRequest(f"'{name}' is neither a .bpmn nor a .dmn nor a .form file")
    return name


def _deployed(result: Deployed) -> dict[str, object]:
    items = [_item("processDefinition", _process(process)) for process in result.processes]
    for graph in result.graphs:
        items += [_item("decisionDefinition", _decision(decision, graph)) for decision in graph.decisions]
        items.append(_item("decisionRequirements", _requirements(graph)))
    items += [_item("form", _form(form)) for form in result.forms]
    return {"deploymentKey": str(result.deployment_key), "tenantId": DEFAULT_TENANT, "deployments": items}


def _item(kind: str, value: dict[str, object]) -> dict[str, object]:
    kinds = ("processDefinition", "decisionDefinition", "decisionRequirements", "form", "resource")
    return dict.fromkeys(kinds) | {kind: value}


def _process(process: DeployedProcess) -> dict[str, object]:
    return {
        "processDefinitionKey": str(process.process_definition_key),
        "processDefinitionId": process.process_id,
        "processDefinitionVersion": process.version,
        "resourceName": process.resource_name,
        "tenantId": DEFAULT_TENANT,
    }


def _decision(decision: DecisionDefinition, graph: DeployedGraph) -> dict[str, object]:
    return {
        "decisionDefinitionKey": str(decision.key),
        "decisionDefinitionId": decision.decision_id,
        "name": decision.name,
        "version": decision.version,
        "decisionRequirementsKey": str(graph.requirements.key),
        "decisionRequirementsId": graph.requirements.requirements_id,
        "tenantId": DEFAULT_TENANT,
    }


def _requirements(graph: DeployedGraph) -> dict[str, object]:
    return {
        "decisionRequirementsKey": str(graph.requirements.key),
        "decisionRequirementsId": graph.requirements.requirements_id,
        "decisionRequirementsName": graph.requirements.name,
        "version": graph.requirements.version,
        "resourceName": graph.requirements.resource_name,
        "tenantId": DEFAULT_TENANT,
    }


def _form(form: DeployedForm) -> dict[str, object]:
    return {
        "formKey": str(form.form_key),
        "formId": form.form_id,
        "version": form.version,
        "resourceName": form.resource_name,
        "tenantId": DEFAULT_TENANT,
    }
