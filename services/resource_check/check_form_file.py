"""A form held against what the office reads of it and what the server can enforce."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache

from bpmn.reading import list_forms
from services.acts.registry import ACTS
from services.forms.check_form import FindFault, check_form
from services.forms.schema import Component, list_components, mapping
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
    return _check_schema(file, schema, find_fault)


def _check_schema(file: str, schema: Component, find_fault: FindFault) -> list[ResourceFault]:
    faults = [
        ResourceFault(file, fault.element, fault.code.value, fault.detail)
        for fault in check_form(schema, find_fault)
    ]
    form_id, asked = str(schema.get("id")), dict(_asked(schema))
    reader = find_task_of_form(form_id) or ACTS.get(form_id)
    if reader is None:
        return faults
    gone = reader.answers - asked.keys()
    optional = {path for path in reader.required & asked.keys() if not _says_required(asked[path])}
    names = _name_fields(form_id)
    faults += [ResourceFault(file, key, "FIELD_MISSING", names.get(key, key)) for key in sorted(gone)]
    return faults + [ResourceFault(file, key, "FIELD_OPTIONAL", key) for key in sorted(optional)]


def _says_required(component: Component) -> bool:
    """Whether it says anything of the kind; a value that nobody understands is a fault of its own."""
    return mapping(component.get("validate")).get("required") not in (None, False)


def _asked(node: Component, path: str = "") -> Iterator[tuple[str, Component]]:
    for component in list_components(node):
        if component.get("key"):
            yield f"{path}{component['key']}", component
        inner = f"{path}{component['path']}[]." if component.get("path") else path
        yield from _asked(component, inner)


def list_unasked(file: str, content: bytes, find_fault: FindFault) -> list[str]:
    """What this version of a form cannot ask, by the names that the form of this release has for it."""
    faults = check_form_file(file, content, find_fault)
    return [fault.detail for fault in faults if fault.code == "FIELD_MISSING"]


@cache
def _name_fields(form_id: str) -> Mapping[str, str]:
    """What the form of this release calls its fields, by path."""
    asked = _asked(list_forms().get(form_id, {}))
    return {path: str(part.get("label") or part.get("dateLabel") or path) for path, part in asked}
