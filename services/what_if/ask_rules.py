"""Asks what another table of rules would have suggested for the cases of a year, before it is deployed."""

from __future__ import annotations

from dataclasses import dataclass

from bpmn.canonical import canonical_digest
from services.actor import Actor, require_role
from services.clocks.decide_limit import DECIDERS
from services.ports.monitor import Monitor
from services.unit_of_work import UnitOfWork
from services.what_if.candidate import RulesCandidate, Suggesting
from services.what_if.classes_in_use import join_tables, read_classes
from services.what_if.enter_question import enter_question, read_span, refuse
from services.what_if.read_ran import Question

MOST_BYTES = 200_000
NOT_A_TABLE = "NOT_A_TABLE"
_FILE, _CLASSES_FILE = "candidate.dmn", "complexity.dmn"


@dataclass(frozen=True, slots=True)
class AskRules:
    """The file as it would be deployed; days of the span empty for a year."""

    content: bytes
    since: str = ""
    until: str = ""


def ask_rules(command: AskRules, unit_of_work: UnitOfWork, actor: Actor, engine: Monitor) -> str:
    """The id of the question; the workers answer it.

    NotPermitted for who neither keeps the rules nor approves them. InvalidInput on `file` for none, one that is too large, one
    that the engine would refuse (with its words behind a colon) and one without any decision that suggests at intake, or with
    several of them. OutsideUnavailable where the table of classes in use, which follows one of kinds, is with an engine
    that is away.
    """
    require_role(actor, *DECIDERS)
    errors: dict[str, str] = {}
    decision = _find_decision(command.content, unit_of_work, errors)
    # Outside of the transaction: the engine may be asked.
    classes = read_classes(unit_of_work, engine) if decision is Suggesting.TRIAGE else None
    with unit_of_work as unit:
        span = read_span(command.since, command.until, unit.clock.now(), errors)
        refuse(errors)
        candidate = RulesCandidate(
            decision or Suggesting.TRIAGE,
            canonical_digest(_FILE, command.content),
            canonical_digest(_CLASSES_FILE, classes) if classes else "",
        )
        content = join_tables(command.content.decode(), (classes or b"").decode())
        return enter_question(Question(candidate, span), unit, actor, content=content)


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
    if len(known) != 1:
        # Of several one alone would be tried, and nobody would be told of the others.
        errors["file"] = "SEVERAL_RULES" if known else "NO_SUCH_RULES"
        return None
    return known[0]
