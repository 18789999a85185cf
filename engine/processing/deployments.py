"""Deploys files: parses all of them first, then versions what changed. All or nothing."""

from __future__ import annotations

from collections import Counter

from engine.behaviours.start_timers import find_timer_faults, renew_start_timers
from engine.core.answers import Deployed, DeployedForm, DeployedProcess
from engine.core.commands import Deploy, Resource
from engine.core.decision_answers import DeployedGraph
from engine.core.turn import Turn
from engine.dmn.graph import DecisionGraph
from engine.errors import CommandRejected, DeploymentError, Fault, Reason
from engine.model.form import Form
from engine.model.process import Process
from engine.processing.decision_deployments import deploy_graph, is_in_use
from engine.processing.parsed_file import ParsedFile, parse_file
from engine.state.decision_requirements import DecisionRequirements
from engine.state.deployment import Deployment
from engine.state.form_definition import FormDefinition
from engine.state.message_start_subscription import MessageStartSubscription
from engine.state.process_definition import ProcessDefinition


def deploy(turn: Turn, command: Deploy) -> Deployed:
    """Version all files if any of them is new; else answer with what is there already."""
    if not command.resources:
        raise CommandRejected(
            Reason.INVALID_ARGUMENT, "Expected to deploy at least one resource, but none given"
        )
    files = _parse_all(turn, command.resources)
    has_news = any(_is_new(turn, file) for file in files)
    key = turn.state.new_key()
    if has_news:
        turn.state.put(Deployment(key, turn.now, [file.resource.name for file in files]))
    processes: list[DeployedProcess] = []
    forms: list[DeployedForm] = []
    graphs: list[DeployedGraph] = []
    deployment_key = key if has_news else None
    for file in files:
        if isinstance(file.content, Form):
            forms.append(_form(turn, file, file.content, deployment_key))
        elif isinstance(file.content, DecisionGraph):
            graphs.append(deploy_graph(turn, file.content, file, deployment_key))
        else:
            processes += [_process(turn, file, process, deployment_key) for process in file.content]
    return Deployed(key, tuple(processes), tuple(forms), tuple(graphs))


def _parse_all(turn: Turn, resources: tuple[Resource, ...]) -> list[ParsedFile]:
    faults: list[Fault] = []
    files: list[ParsedFile] = []
    for resource in resources:
        try:
            files.append(parse_file(resource))
        except DeploymentError as error:
            faults.extend(error.faults)
    faults.extend(_find_doubles(files))
    faults.extend(_find_timer_faults(turn, files))
    if faults:
        raise DeploymentError(faults)
    return files


def _find_doubles(files: list[ParsedFile]) -> list[Fault]:
    ids = [
        (kind, name)
        for file in files
        for kind, name in [("resource", file.resource.name), *file.contained_ids()]
    ]
    return [
        Fault(name if kind == "resource" else "", kind, name, "stands in this deployment more than once")
        for (kind, name), number in Counter(ids).items()
        if number > 1
    ]


def _find_timer_faults(turn: Turn, files: list[ParsedFile]) -> list[Fault]:
    return [
        Fault(file.resource.name, "startEvent", start_id, reason)
        for file in files
        if isinstance(file.content, tuple)
        for process in file.content
        for start_id, reason in find_timer_faults(turn, process)
    ]


def _is_new(turn: Turn, file: ParsedFile) -> bool:
    if isinstance(file.content, Form):
        return _differs(turn.state.find_latest(FormDefinition, "forms", file.content.id), file)
    if isinstance(file.content, DecisionGraph):
        latest_graph = turn.state.find_latest(DecisionRequirements, "requirements", file.content.id)
        return _differs(latest_graph, file) or not is_in_use(turn, file.content, latest_graph)
    latest = (turn.state.find_latest(ProcessDefinition, "definitions", p.id) for p in file.content)
    return any(_differs(definition, file) for definition in latest)


def _differs(
    latest: ProcessDefinition | FormDefinition | DecisionRequirements | None, file: ParsedFile
) -> bool:
    if latest is None:
        return True
    return (latest.resource_name, latest.checksum) != (file.resource.name, file.checksum)


def _process(turn: Turn, file: ParsedFile, process: Process, deployment_key: int | None) -> DeployedProcess:
    latest = turn.state.find_latest(ProcessDefinition, "definitions", process.id)
    if deployment_key is not None or latest is None:
        latest = ProcessDefinition(
            key=turn.state.new_key(),
            process_id=process.id,
            name=process.name,
            version=latest.version + 1 if latest else 1,
            version_tag=process.version_tag,
            resource_name=file.resource.name,
            checksum=file.checksum,
            xml=file.resource.content.decode(),
            deployment_key=deployment_key or 0,
            deployed_at=turn.now,
        )
        turn.state.put(latest)
        _renew_start_subscriptions(turn, latest, process)
        renew_start_timers(turn, latest, process)
    return DeployedProcess(
        latest.key, latest.process_id, latest.version, latest.resource_name, latest.version_tag
    )


def _renew_start_subscriptions(turn: Turn, definition: ProcessDefinition, process: Process) -> None:
    old = turn.state.list_by(MessageStartSubscription, "start_subscriptions_of_process", process.id)
    for subscription in old:
        turn.state.remove(subscription)
    for start in process.message_starts:
        turn.state.put(
            MessageStartSubscription(
                key=turn.state.new_key(),
                message_name=start.message_name or "",
                process_id=process.id,
                process_definition_key=definition.key,
                start_event_id=start.id,
            )
        )


def _form(turn: Turn, file: ParsedFile, form: Form, deployment_key: int | None) -> DeployedForm:
    latest = turn.state.find_latest(FormDefinition, "forms", form.id)
    if deployment_key is not None or latest is None:
        latest = FormDefinition(
            key=turn.state.new_key(),
            form_id=form.id,
            version=latest.version + 1 if latest else 1,
            version_tag=form.version_tag,
            resource_name=file.resource.name,
            checksum=file.checksum,
            schema=file.resource.content.decode(),
            deployment_key=deployment_key or 0,
            deployed_at=turn.now,
        )
        turn.state.put(latest)
    return DeployedForm(latest.key, latest.form_id, latest.version, latest.resource_name, latest.version_tag)
