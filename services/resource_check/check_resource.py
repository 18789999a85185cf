"""One check for every file that an owner deploys, alone or with others, before it is deployed and after."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath
from xml.etree import ElementTree

from bpmn.diagram import Diagram
from services.forms.field_labels import title_of
from services.resource_check.check_diagram import check_diagram, read_diagram_safely
from services.resource_check.check_form_file import check_form_file
from services.resource_check.faults import ResourceFault
from services.resource_check.shipped import is_of_this_release, is_shipped, keys_of
from services.resource_check.surroundings import Surroundings

File = tuple[str, bytes]
KINDS = (".bpmn", ".dmn", ".form")


def check_resource(name: str, content: bytes, around: Surroundings) -> list[ResourceFault]:
    """What this file would break, with what stands around it; of a table only what the engine says."""
    match PurePath(name).suffix:
        case ".bpmn":
            return check_diagram(name, content, around)
        case ".form":
            return check_form_file(name, content, around.find_fault)
        case ".dmn":
            return []
    return [ResourceFault(name, "file", "KIND_UNKNOWN", PurePath(name).suffix)]


def check_deployed(name: str, content: bytes, around: Surroundings) -> list[ResourceFault]:
    """As check_resource, of a version in the engine; what some release shipped was proven with that release."""
    return [] if is_shipped(name, content) else check_resource(name, content, around)


def check_past_door(name: str, content: bytes, around: Surroundings) -> list[ResourceFault]:
    """As check_deployed, of a version that no installer brought: what an earlier release shipped was proven with what stood
    around it then.
    """
    return [] if is_of_this_release(name, content) else check_resource(name, content, around)


def with_files(around: Surroundings, files: Iterable[File]) -> Surroundings:
    """As if these files were deployed already; one that cannot be read brings nothing."""
    forms, processes, decisions = dict(around.forms), dict(around.processes), set(around.decisions)
    for name, content in files:
        match PurePath(name).suffix:
            case ".bpmn":
                processes.update((read.process_id, read) for read in diagrams_of([(name, content)]))
            case ".form":
                forms.update(_form_of(content))
            case ".dmn":
                decisions.update(decision_ids(content))
    return replace(around, forms=forms, processes=processes, decisions=frozenset(decisions))


def diagrams_of(files: Iterable[File]) -> list[Diagram]:
    """The diagrams among the files, those left out that cannot be read."""
    read = [read_diagram_safely(name, content) for name, content in files if PurePath(name).suffix == ".bpmn"]
    return [diagram for diagram in read if isinstance(diagram, Diagram)]


def check_doubles(files: Iterable[File]) -> list[ResourceFault]:
    """Ids that two of the files bring."""
    ids = [(PurePath(name).suffix, found, name) for name, content in files for found in _ids(name, content)]
    times = Counter((kind, found) for kind, found, _ in ids)
    return [
        ResourceFault(name, found, "ID_TWICE", found) for kind, found, name in ids if times[kind, found] > 1
    ]


def decision_ids(content: bytes) -> list[str]:
    """The decisions that a file holds; none of one that cannot be read."""
    return [decision_id for decision_id, _ in _decisions_of(content)]


def names_of(name: str, content: bytes) -> dict[str, str]:
    """What a file calls the diagram, the form or the decisions that it holds, by id; nothing of one that cannot be read."""
    match PurePath(name).suffix:
        case ".bpmn":
            return {diagram.process_id: diagram.name for diagram in diagrams_of([(name, content)])}
        case ".form":
            return {form_id: title_of(json.loads(content)) for form_id in _form_of(content)}
    return dict(_decisions_of(content))


def _decisions_of(content: bytes) -> list[tuple[str, str]]:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return []
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - a document type was refused above
    except ElementTree.ParseError:
        return []
    return [
        (found, node.get("name", "")) for node in root.iterfind(".//{*}decision") if (found := node.get("id"))
    ]


def _ids(name: str, content: bytes) -> list[str]:
    match PurePath(name).suffix:
        case ".bpmn":
            return [diagram.process_id for diagram in diagrams_of([(name, content)])]
        case ".form":
            return list(_form_of(content))
    return decision_ids(content)


def _form_of(content: bytes) -> dict[str, frozenset[str]]:
    try:
        schema = json.loads(content)
    except ValueError:
        return {}
    if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
        return {}
    return {str(schema.get("id")): keys_of(schema)}
