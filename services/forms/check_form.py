"""Which properties of a form the server does not understand. Applied when forms are deployed and in the contract tests."""

from dataclasses import dataclass

from services.forms.properties import (
    COMPONENT_PROPERTIES,
    CONDITIONAL_PROPERTIES,
    DATE_SUBTYPES,
    FORM_PROPERTIES,
    OPTION_PROPERTIES,
    VALIDATE_PROPERTIES,
    VALIDATION_TYPES,
)
from services.forms.schema import Component, list_components, mapping, text, walk


@dataclass(frozen=True, slots=True)
class FormFault:
    """One thing in a form that the server cannot enforce: where (component id or key) and its name."""

    component: str
    property: str


def check_form(schema: Component) -> list[FormFault]:
    """Every property, type or value outside the understood ones; an empty list means the form can be enforced."""
    faults = [FormFault("form", name) for name in sorted(schema.keys() - FORM_PROPERTIES)]
    for component in walk(schema):
        faults += _component_faults(component)
    return faults


def _component_faults(component: Component) -> list[FormFault]:
    kind = text(component.get("type"))
    name = text(component.get("key")) or text(component.get("path")) or text(component.get("id")) or kind
    known = COMPONENT_PROPERTIES.get(kind)
    if known is None:
        return [FormFault(name, f"type={kind}")]
    unknown = [f for f in sorted(component.keys() - known)]
    unknown += _nested_names(component, "validate", VALIDATE_PROPERTIES.get(kind, frozenset()))
    unknown += _nested_names(component, "conditional", CONDITIONAL_PROPERTIES)
    unknown += _value_faults(component)
    if kind == "dynamiclist" and not list_components(component):
        unknown.append("components")
    return [FormFault(name, fault) for fault in unknown]


def _nested_names(component: Component, nested: str, known: frozenset[str]) -> list[str]:
    return [f"{nested}.{name}" for name in sorted(mapping(component.get(nested)).keys() - known)]


def _value_faults(component: Component) -> list[str]:
    faults = []
    validation_type = mapping(component.get("validate")).get("validationType")
    if validation_type is not None and validation_type not in VALIDATION_TYPES:
        faults.append(f"validate.validationType={validation_type}")
    if component.get("type") == "datetime" and component.get("subtype") not in DATE_SUBTYPES:
        faults.append(f"subtype={component.get('subtype')}")
    options = component.get("values")
    for option in options if isinstance(options, list) else []:
        faults += [f"values.{name}" for name in sorted(mapping(option).keys() - OPTION_PROPERTIES)]
    return faults
