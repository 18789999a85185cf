"""What a table of rules that is tried would have suggested, asked with what the tables were asked with then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog
from sqlalchemy import ColumnElement, func, select

from models.case.complaint import Complaint
from models.case.suggestion import Suggestion
from models.clock.legal_time import beijing_date
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from models.ground.what_if_codes import NotReplayed
from services.access.restricted import is_restricted
from services.clocks.time_limits import find_policy
from services.unit_of_work import Unit
from services.what_if.candidate import RulesCandidate, Suggesting
from services.what_if.classes_in_use import split_tables
from services.what_if.read_ran import CASES_AT_ONCE, RanCase, Span, map_codes, read_clocks, was_to_be_kept
from services.what_if.replay import Days, RanClock

_log = structlog.get_logger(__name__)

# What each decision puts out, as a suggestion keeps it.
_TOLD: Mapping[Suggesting, Sequence[str]] = {
    Suggesting.TRIAGE: ("category", "severity", "route"),
    Suggesting.COMPETENCE: ("unit",),
    Suggesting.COMPLEXITY: ("complexity",),
}
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class TriedRules:
    """The table, as text, with the one that follows it, and of which days."""

    candidate: RulesCandidate
    content: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Table:
    """One decision of a file, with what the table of kinds puts out where it asks for that."""

    content: str
    decision: Suggesting
    triage: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class TriedCase:
    """What was suggested of a case and what would have been, as codes behind each other.

    `case` has the limits whose class would be another: the person took the class that was suggested. `days` of each by its id.
    `classes`: the class that was suggested and the one that would have been, where the table sets it or is followed by it;
    None where another kind has a class that cannot be computed.
    """

    case: RanCase
    before: str
    after: str | NotReplayed
    classes: tuple[str, str] | None = (NOTHING, NOTHING)
    days: Mapping[str, Days] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether the table would have suggested something else."""
        return not isinstance(self.after, NotReplayed) and self.after != self.before

    @property
    def is_reclassed(self) -> bool:
        """Whether another class would have been suggested."""
        return self.is_changed and self.classes is not None and self.classes[0] != self.classes[1]

    @property
    def is_unclassed(self) -> bool:
        """Whether the kind would be another, and nobody can say of which class."""
        return self.is_changed and self.classes is None


def count_suggested(span: Span, unit: Unit) -> int:
    """Of how many cases something was suggested then; files for named readers alone are in no number."""
    query = select(func.count(Suggestion.complaint_id)).join(
        Complaint, Complaint.id == Suggestion.complaint_id
    )
    return unit.session.scalar(query.where(*_made_in(span))) or 0


def try_cases(tried: TriedRules, after: str, unit: Unit) -> list[TriedCase]:
    """The next cases behind `after`, in the order of their ids."""
    query = select(Suggestion, Complaint.complexity).join(Complaint, Complaint.id == Suggestion.complaint_id)
    rows = unit.session.execute(
        query.where(*_made_in(tried.span), Suggestion.complaint_id > after)
        .order_by(Suggestion.complaint_id)
        .limit(CASES_AT_ONCE)
    ).all()
    codes = map_codes([row.complaint_id for row, _ in rows], unit)
    found = {
        row.complaint_id: _try(tried, row, RanCase(row.complaint_id, codes[row.complaint_id], ()), unit)
        for row, _ in rows
    }
    taken = {row.complaint_id for row, taken in rows if taken is not None and taken == row.complexity}
    moved = {case: one for case, one in found.items() if case in taken and one.is_reclassed}
    if moved:
        found |= _with_limits(moved, unit)
    return list(found.values())


def _try(tried: TriedRules, row: Suggestion, case: RanCase, unit: Unit) -> TriedCase:
    decision, kept = tried.candidate.decision, _kept(row)
    content, classes = split_tables(tried.content)
    before = _told(decision, kept)
    triage = None if decision is Suggesting.TRIAGE else _triage_of(kept)
    given = _ask(_Table(content, decision, triage), row, unit)
    if isinstance(given, NotReplayed):
        return TriedCase(case, before, given)
    after = _told(decision, given)
    if decision is Suggesting.COMPLEXITY:
        return TriedCase(case, before, after, (before, after))
    if not classes or after == before:
        return TriedCase(case, before, after)
    return TriedCase(case, before, after, _find_classes(classes, given, row, unit))


def _find_classes(
    content: str, given: Mapping[str, object], row: Suggestion, unit: Unit
) -> tuple[str, str] | None:
    """The class that was suggested, and the one that the table in use makes of another kind; None where it makes none."""
    kept = _kept(row)
    told = []
    for kind in (kept, given):
        answer = _ask(_Table(content, Suggesting.COMPLEXITY, _triage_of(kind)), row, unit)
        if isinstance(answer, NotReplayed):
            return None
        told.append(_told(Suggesting.COMPLEXITY, answer))
    if told[0] != told[1] and told[1] not in set(Complexity):
        # No limit goes by what it gives.
        return None
    was = _told(Suggesting.COMPLEXITY, kept)
    # Where it makes the same of both, another class than then is its doing, not that of the table that is tried.
    return was, (was if told[0] == told[1] else told[1])


def _made_in(span: Span) -> list[ColumnElement[bool]]:
    return [Suggestion.made_at >= span.since, Suggestion.made_at < span.until, ~is_restricted()]


def _kept(row: Suggestion) -> dict[str, object]:
    names = ("category", "severity", "route", "unit", "complexity")
    return {name: getattr(row, name) for name in names}


def _told(decision: Suggesting, values: Mapping[str, object]) -> str:
    return " / ".join(str(values.get(name) or NOTHING)[:40] for name in _TOLD[decision])


def _triage_of(values: Mapping[str, object]) -> dict[str, object]:
    return {name: values.get(name) for name in _TOLD[Suggesting.TRIAGE]}


def _ask(table: _Table, row: Suggestion, unit: Unit) -> Mapping[str, object] | NotReplayed:
    facts, decision = row.versions.get("facts"), table.decision
    if not isinstance(facts, dict):
        return NotReplayed.NO_INPUTS
    variables = facts if table.triage is None else {**facts, "triage": table.triage}
    tables = unit.ports.rule_tables
    try:
        answer = tables.evaluate(table.content.encode(), decision.value, variables, row.made_at)
    except Exception as fault:
        # As with a limit: what nobody foresaw of one case is told of it, and the others go on.
        _log.warning("table_not_tried", complaint_id=row.complaint_id, error_type=type(fault).__name__)
        return NotReplayed.TABLE_FAILED
    if answer.has_failed:
        return NotReplayed.TABLE_FAILED
    if decision is Suggesting.TRIAGE:
        return answer.result if isinstance(answer.result, dict) else {}
    return {_TOLD[decision][0]: answer.result}


def _with_limits(cases: Mapping[str, TriedCase], unit: Unit) -> dict[str, TriedCase]:
    """With the limits that their class chose, and what the other class would have made of each."""
    of_a_class = (TimeLimitPolicy.complaint_class.is_not(None), was_to_be_kept())
    clocks = read_clocks(list(cases), of_a_class, unit)
    told = {}
    for case, one in cases.items():
        was, then = one.classes or (NOTHING, NOTHING)
        days = {clock.id: days for clock in clocks[case] if (days := _find_days(clock, then, unit))}
        of_class = [clock for clock in clocks[case] if clock.id in days and clock.complexity == was]
        told[case] = replace(one, case=replace(one.case, clocks=of_class), days=days)
    return told


def _find_days(clock: RanClock, complexity: str, unit: Unit) -> Days | None:
    if complexity not in set(Complexity):
        return None
    policy = find_policy(unit.session, clock.key, Complexity(complexity), beijing_date(clock.opened_at))
    return None if policy is None else Days(policy.amount, policy.unit)
