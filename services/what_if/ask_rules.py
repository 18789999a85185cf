"""Asks what another table of rules would have suggested for the cases of a year, before it is deployed."""

from __future__ import annotations

from dataclasses import dataclass

from bpmn.canonical import canonical_digest
from services.actor import Actor, require_role
from services.clocks.decide_limit import DECIDERS
from services.unit_of_work import UnitOfWork
from services.what_if.candidate import RulesCandidate, Suggesting
from services.what_if.enter_question import enter_question, read_span, refuse
from services.what_if.read_ran import Question

MOST_BYTES = 200_000
NOT_A_TABLE = "NOT_A_TABLE"
_FILE = "candidate.dmn"


@dataclass(frozen=True, slots=True)
class AskRules:
    """The file as it would be deployed; days of the span empty for a year."""

    content: bytes
    since: str = ""
    until: str = ""


def ask_rules(command: AskRules, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the question; the workers answer it.

    NotPermitted for who neither keeps the rules nor approves them. InvalidInput on `file` for none, one that is too large, one
    that the engine would refuse (with its words behind a colon) and one without any decision that suggests at intake.
    """
    require_role(actor, *DECIDERS)
    errors: dict[str, str] = {}
    decision = _find_decision(command.content, unit_of_work, errors)
    with unit_of_work as unit:
        span = read_span(command.since, command.until, unit.clock.now(), errors)
        refuse(errors)
        digest = canonical_digest(_FILE, command.content)
        candidate = RulesCandidate(decision or Suggesting.TRIAGE, digest)
        return enter_question(Question(candidate, span), unit, actor, content=command.content.decode())


def _find_decision(content: bytes, unit_of_work: UnitOfWork, errors: dict[str, str]) -> Suggesting | None:
    if not content:
        errors["file"] = "REQUIRED"
        return None
    if len(content) > MOST_BYTES:
        errors["file"] = "TOO_LARGE_A_FILE"
        return None
    try:
        content.decode()
    except UnicodeDecodeError:
        errors["file"] = "NOT_TEXT"
        return None
    found = unit_of_work.ports.rule_tables.read(content)
    if found.fault:
        errors["file"] = f"{NOT_A_TABLE}: {found.fault}"
        return None
    known = [one for one in Suggesting if one.value in found.decisions]
    if not known:
        errors["file"] = "NO_SUCH_RULES"
        return None
    return known[0]
