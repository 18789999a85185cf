"""One thing in a form that keeps the server from working with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FormFaultCode(StrEnum):
    """Why the server cannot work with a field, a group, a list or the form as a whole; or a task has none."""

    TYPE_UNKNOWN = "TYPE_UNKNOWN"
    PROPERTY_UNKNOWN = "PROPERTY_UNKNOWN"
    VALUE_UNKNOWN = "VALUE_UNKNOWN"
    EXPRESSION_FAULTY = "EXPRESSION_FAULTY"
    KEY_MISSING = "KEY_MISSING"
    KEY_WITH_DOT = "KEY_WITH_DOT"
    KEY_TWICE = "KEY_TWICE"
    FORM_MISSING = "FORM_MISSING"


@dataclass(frozen=True, slots=True)
class FormFault:
    """`element` is its key, path or id, `label` what a person reads there; `detail` names the property or the value."""

    element: str
    detail: str
    code: FormFaultCode = FormFaultCode.PROPERTY_UNKNOWN
    label: str = ""
