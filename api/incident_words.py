"""Why a process stands still, in words, and what to do: the engine tells a sentence in English, a worker a code.

A sentence that the office wrote itself is shown as it is; what nobody here knows stands in the engine's words below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask

from api.i18n import code_text, has_text, problem_text
from services.ports.monitor import IncidentView

_CODE = re.compile(r"([A-Z][A-Z0-9_]+)(?:: (.*))?", re.S)
# What it is about stands between quotation marks: an id, a variable, an expression.
_ABOUT = re.compile(r"'([^']{1,200})'")
_CHINESE = re.compile(r"[一-鿿]")
# These codes say the same of every job, and here not what a person at a page has to do.
_OF_ANY_JOB = frozenset(
    {"NOT_FOUND", "NOT_PERMITTED", "CONFLICT", "INVALID_INPUT", "DOMAIN_ERROR", "RULE_REFUSED"}
)


@dataclass(frozen=True, slots=True)
class IncidentCause:
    """`sentence` says why, `about` what it is about, `advice` what to do; each may be empty."""

    sentence: str
    about: str = ""
    advice: str = ""


def cause_of(incident: IncidentView) -> IncidentCause:
    """The cause in the reader's language; by the kind of the incident where its message is not known."""
    message = incident.error_message.strip()
    if _CHINESE.search(message):
        return IncidentCause(message)
    code = _CODE.fullmatch(message)
    if code is not None:
        return _of_code(code[1], code[2] or "")
    advice = f"incident_advice.{incident.error_type}"
    about = _ABOUT.search(message)
    known = code_text("incident_advice", incident.error_type) if has_text(advice) else ""
    return IncidentCause("", about[1] if about else "", known)


def _of_code(code: str, about: str) -> IncidentCause:
    if code in _OF_ANY_JOB or not has_text(f"problem.{code}"):
        key = code if has_text(f"cause.{code}") else "ANY"
        return IncidentCause(code_text("cause", key), about, code_text("cause_advice", key))
    sentence, advice = problem_text(code)
    return IncidentCause(sentence, about, advice)


def register_incident_words(app: Flask) -> None:
    """Bind what the pages of those who watch processes use."""
    app.jinja_env.globals.update(cause_of=cause_of)
