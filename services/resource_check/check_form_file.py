"""A form held against what the office reads of it and what the server can enforce."""

from __future__ import annotations

import json
from collections.abc import Iterator

from services.acts.registry import ACTS
from services.forms.check_form import FindFault, check_form
from services.forms.schema import Component, list_components
from services.resource_check.faults import ResourceFault
from services.tasks.registry import find_task_of_form


def check_form_file(file: str, content: bytes, find_fault: FindFault) -> list[ResourceFault]:
    """Everything that this version would break; empty when the office can work with it."""
    try:
        schema = json.loads(content)
    except ValueError as fault:
        return [ResourceFault(file, "file", "NOT_READABLE", str(fault))]
    if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
        return [ResourceFault(file, "file", "NOT_READABLE", "components")]
    return check_form_schema(file, schema, find_fault)


def check_form_schema(file: str, schema: Component, find_fault: FindFault) -> list[ResourceFault]:
    """As check_form_file, of a schema that is read already."""
    faults = [
        ResourceFault(file, fault.element, fault.code.value, fault.detail)
        for fault in check_form(schema, find_fault)
    ]
    gone = _needed(str(schema.get("id"))) - set(_asked(schema))
    return faults + [ResourceFault(file, key, "FIELD_MISSING", key) for key in sorted(gone)]


def _needed(form_id: str) -> frozenset[str]:
    if task := find_task_of_form(form_id):
        return task.answers
    return ACTS[form_id].answers if form_id in ACTS else frozenset()


def _asked(node: Component, path: str = "") -> Iterator[str]:
    for component in list_components(node):
        if component.get("key"):
            yield f"{path}{component['key']}"
        inner = f"{path}{component['path']}[]." if component.get("path") else path
        yield from _asked(component, inner)
