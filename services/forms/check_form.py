"""What of a form the server cannot work with: nothing it cannot enforce, and nothing that would fail while answering."""

from collections.abc import Callable, Iterator

from services.forms.expressions import list_expressions, value_faults
from services.forms.field_labels import label_of
from services.forms.form_fault import FormFault, FormFaultCode
from services.forms.properties import (
    COMPONENT_PROPERTIES,
    CONDITIONAL_PROPERTIES,
    FORM_PROPERTIES,
    OPTION_PROPERTIES,
    PRESENTATION,
    VALIDATE_PROPERTIES,
)
from services.forms.schema import Component, list_components, mapping, text, walk

Found = Iterator[tuple[FormFaultCode, str]]
# Why an expression cannot be read, None when it can: the port `Feel` has it, and so has a command without an office.
FindFault = Callable[[str], str | None]


def check_form(schema: Component, find_fault: FindFault) -> list[FormFault]:
    """Every fault of the form and its fields; an empty list means that the server can work with it."""
    return [FormFault("form", name) for name in sorted(schema.keys() - FORM_PROPERTIES)] + check_fields(
        schema, find_fault
    )


def check_fields(schema: Component, find_fault: FindFault) -> list[FormFault]:
    """Every fault of the fields: with one of them the server cannot take answers."""
    faults: list[FormFault] = []
    for component in walk(schema):
        faults += [
            FormFault(_name_of(component), detail, code, label_of(component) or "")
            for code, detail in _faults_of(component, find_fault)
        ]
    return faults + _doubles(schema)


def _name_of(component: Component) -> str:
    names = (text(component.get(name)) for name in ("key", "path", "id", "type"))
    return next((name for name in names if name), "")


def _faults_of(component: Component, find_fault: FindFault) -> Found:
    kind = text(component.get("type"))
    known = COMPONENT_PROPERTIES.get(kind)
    if known is None:
        yield FormFaultCode.TYPE_UNKNOWN, kind
        return
    for name in _unknown_properties(component, known):
        yield FormFaultCode.PROPERTY_UNKNOWN, name
    for value in value_faults(component):
        yield FormFaultCode.VALUE_UNKNOWN, value
    for expression in list_expressions(component):
        if (reason := find_fault(expression)) is not None:
            yield FormFaultCode.EXPRESSION_FAULTY, f"{expression} ({reason})"
    yield from _key_faults(component, kind)


def _unknown_properties(component: Component, known: frozenset[str]) -> list[str]:
    kind = text(component.get("type"))
    unknown = sorted(component.keys() - known)
    unknown += _nested_names(component, "validate", VALIDATE_PROPERTIES.get(kind, frozenset()))
    unknown += _nested_names(component, "conditional", CONDITIONAL_PROPERTIES)
    options = component.get("values")
    for option in options if isinstance(options, list) else []:
        unknown += [f"values.{name}" for name in sorted(mapping(option).keys() - OPTION_PROPERTIES)]
    return unknown


def _nested_names(component: Component, nested: str, known: frozenset[str]) -> list[str]:
    return [f"{nested}.{name}" for name in sorted(mapping(component.get(nested)).keys() - known)]


def _key_faults(component: Component, kind: str) -> Found:
    if kind in PRESENTATION:
        return
    if kind == "dynamiclist" and not list_components(component):
        yield FormFaultCode.PROPERTY_UNKNOWN, "components"
    name = "path" if kind in {"group", "dynamiclist"} else "key"
    key = text(component.get(name))
    if not key and kind != "group":
        yield FormFaultCode.KEY_MISSING, name
    if "." in key:
        # form-js nests the answer, the server would look for it under the whole key.
        yield FormFaultCode.KEY_WITH_DOT, key


def _doubles(schema: Component) -> list[FormFault]:
    """Two fields of one key on one level overwrite each other; a group without a path is no level of its own."""
    faults: list[FormFault] = []
    for level in _levels(schema):
        seen: set[str] = set()
        for component in level:
            key = text(component.get("key")) or text(component.get("path"))
            if key and key in seen:
                faults.append(FormFault(key, key, FormFaultCode.KEY_TWICE, label_of(component) or ""))
            seen.add(key)
    return faults


def _levels(parent: Component) -> Iterator[list[Component]]:
    level = list(_on_one_level(parent))
    yield level
    for component in level:
        if component.get("path"):
            yield from _levels(component)


def _on_one_level(parent: Component) -> Iterator[Component]:
    for component in list_components(parent):
        if component.get("type") == "group" and not component.get("path"):
            yield from _on_one_level(component)
        else:
            yield component
