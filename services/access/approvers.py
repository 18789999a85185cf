"""Who may approve what was proposed: another person than who proposed it, of the level that the policy says.

And who decides anew on one that was sent back: whoever proposed it, while he is there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import select

from bpmn.names import FormId, IntakeElement
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.ground.approval_codes import ApprovalKind, ApprovalLevel, ProposalState
from models.ground.codes import CaseRole, Role
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.access.accused_unit import find_nearness
from services.access.find_designation import list_in_force
from services.access.find_exclusion import find_exclusions
from services.access.task_bars import FindBars
from services.access.task_facts import TaskFacts
from services.access.unsettled_relations import find_unsettled
from services.access.waiting_decisions import FindWaiting, Waiting, list_proposals, map_proposals
from services.office.active_staff import list_active_staff
from services.office.approvals import level_of
from services.office.deputies import find_acting
from services.office.relations import know_relations
from services.unit_of_work import Unit

FOUR_EYES, NOT_IN_CHARGE, PROPOSED_BY_OTHER = "FOUR_EYES", "NOT_IN_CHARGE", "PROPOSED_BY_OTHER"
FORM_DECIDED_BY: dict[str, FormId] = {
    IntakeElement.USER_TASK_DECIDE_ACCEPTANCE: FormId.DECIDE_ACCEPTANCE,
    IntakeElement.USER_TASK_SETTLE_ON_SPOT: FormId.SETTLE_ON_SPOT,
}
_DECIDED = {
    FormId.DECIDE_ACCEPTANCE: DecisionKind.ACCEPTANCE,
    FormId.SETTLE_ON_SPOT: DecisionKind.SETTLEMENT,
}
_STRICTNESS = tuple(ApprovalLevel)
_ABOVE = frozenset({Role.APPROVER, Role.DIRECTOR})


@cache
def approver_bars(find_waiting: FindWaiting) -> FindBars:
    """FOUR_EYES for who proposed it himself, NOT_IN_CHARGE for whom the policy does not mean.

    Where nobody whom it means is free, any approver is, and where none is either, anybody else: no task is nobody's.
    """

    def find_bars(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
        waiting = find_waiting(tasks, unit)
        cases = {row.complaint_id for row in waiting.values()}
        named, desk = _list_named(cases, login, unit), _Desk(cases, unit)
        bars: dict[TaskFacts, str] = {}
        for facts, row in waiting.items():
            if row.by == login:
                bars[facts] = FOUR_EYES
            elif facts.complaint_id not in named and not desk.is_meant(row, login):
                bars[facts] = NOT_IN_CHARGE
        return bars

    return find_bars


# Of the proposals of the intake.
find_approver_bars = approver_bars(map_proposals)


def find_decider_bars(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
    """PROPOSED_BY_OTHER while somebody else, who is free, has to decide anew on what was sent back to him."""
    cases = {facts.complaint_id for facts in tasks}
    last = {(row.complaint_id, row.form_id): row for row in list_proposals(cases, unit)}
    returned = {key: row for key, row in last.items() if row.state is ProposalState.SENT_BACK}
    if not returned:
        return {}
    since, desk = _list_decided(cases, unit), _Desk(cases, unit)
    bars: dict[TaskFacts, str] = {}
    for facts in tasks:
        form = FORM_DECIDED_BY[facts.element_id]
        row = returned.get((facts.complaint_id, form))
        if row is None or row.by == login or row.decided_at is None:
            continue
        if any(at >= row.decided_at for at in since.get((facts.complaint_id, _DECIDED[form]), ())):
            continue
        if desk.is_free(row.by, row.complaint_id):
            bars[facts] = PROPOSED_BY_OTHER
    return bars


@dataclass(frozen=True, slots=True)
class MadeBy:
    """A letter that waits: of which case, and who had a hand in it."""

    complaint_id: str
    hands: Collection[str]


def find_bars_of_letters(made: Mapping[str, MadeBy], login: str, unit: Unit) -> dict[str, str]:
    """By letter FOUR_EYES for who had a hand in it, NOT_IN_CHARGE for who is no approver or has to keep away.

    Where no approver is free who had none, anybody else is in charge who had none.
    """
    desk = _Desk({one.complaint_id for one in made.values()}, unit)
    bars: dict[str, str] = {}
    for key, one in made.items():
        if login in one.hands:
            bars[key] = FOUR_EYES
        elif not desk.is_meant_for_letter(one, login):
            bars[key] = NOT_IN_CHARGE
    return bars


def _list_decided(
    complaint_ids: Collection[str], unit: Unit
) -> dict[tuple[str, DecisionKind], list[datetime]]:
    found: dict[tuple[str, DecisionKind], list[datetime]] = {}
    rows = unit.session.execute(
        select(Decision.complaint_id, Decision.kind, Decision.at).where(
            Decision.complaint_id.in_(complaint_ids), Decision.kind.in_(_DECIDED.values())
        )
    )
    for complaint_id, kind, at in rows:
        found.setdefault((complaint_id, kind), []).append(at)
    return found


def _list_named(complaint_ids: Collection[str], login: str, unit: Unit) -> frozenset[str]:
    """The cases in which a route or a decision made this person the approver: he is in charge there."""
    if not complaint_ids:
        return frozenset()
    return frozenset(
        row.complaint_id
        for row in list_in_force(complaint_ids, unit)
        if row.staff_id == login and row.role_in_case is CaseRole.APPROVER and row.user_task_key is None
    )


class _Desk:
    """What is asked of many proposals at once, each question put once: who is free of them, who stands above a proposer."""

    def __init__(self, cases: Collection[str], unit: Unit) -> None:
        """`cases` are all that the proposals are about."""
        self._unit, self._cases = unit, cases
        self._levels: dict[str, ApprovalLevel] = {}
        self._people: dict[str, list[Staff]] = {}
        self._kept_from: dict[str, Collection[str]] = {}

    def is_meant(self, row: Waiting, login: str) -> bool:
        """Whether the policy means this person, or nobody whom it means is free."""
        level = max(map(self._level_of, row.kinds), key=_STRICTNESS.index, default=_STRICTNESS[0])
        if level in (ApprovalLevel.NOBODY, ApprovalLevel.ANOTHER_PERSON):
            return True
        line = self._line_of(row.by)
        if level is ApprovalLevel.APPROVER:
            line = [person for person in line if _ABOVE & set(person.roles)]
        for people in (line, self._approvers()):
            acting = {find_acting(self._unit.session, person.login) for person in people}
            if login in acting:
                return True
            if any(
                who is not None and who != row.by and self.is_free(who, row.complaint_id) for who in acting
            ):
                return False
        return True

    def is_meant_for_letter(self, made: MadeBy, login: str) -> bool:
        """Whether he is free and an approver, or acts for one, or no other approver is free who had no hand in it."""
        if not self.is_free(login, made.complaint_id):
            return False
        acting = {find_acting(self._unit.session, person.login) for person in self._approvers()}
        return login in acting or not any(
            who is not None and who not in made.hands and self.is_free(who, made.complaint_id)
            for who in acting
        )

    def is_free(self, login: str, complaint_id: str) -> bool:
        """Whether he is at work and no rule keeps him from the case."""
        if login not in self._kept_from:
            is_away = find_acting(self._unit.session, login) != login
            self._kept_from[login] = self._cases if is_away else self._list_kept_from(login)
        return complaint_id not in self._kept_from[login]

    def _list_kept_from(self, login: str) -> Collection[str]:
        return {
            *find_exclusions(self._cases, login, self._unit),
            *find_nearness(self._cases, login, self._unit),
            *find_unsettled(self._cases, login, self._unit),
        }

    def _level_of(self, kind: str) -> ApprovalLevel:
        if kind not in self._levels:
            self._levels[kind] = level_of(ApprovalKind(kind), self._unit)
        return self._levels[kind]

    def _line_of(self, login: str) -> list[Staff]:
        if login not in self._people:
            self._people[login] = _list_line(login, self._unit)
        return self._people[login]

    def _approvers(self) -> list[Staff]:
        if "" not in self._people:
            self._people[""] = _list_approvers(self._unit)
        return self._people[""]


def _list_line(login: str, unit: Unit) -> list[Staff]:
    """The head of the proposer's office and everybody above, upward."""
    proposer = unit.session.get(Staff, login)
    office = unit.session.get(OrganisationUnit, proposer.unit) if proposer is not None else None
    above = office.head if office is not None else None
    line: list[Staff] = []
    while above is not None and above not in {person.login for person in line}:
        person = unit.session.get(Staff, above)
        if person is None:
            break
        line.append(person)
        above = person.reports_to
    return line


def _list_approvers(unit: Unit) -> list[Staff]:
    people = list_active_staff(unit)
    found = [person for person in people if _ABOVE & set(person.roles)]
    know_relations(unit.session, [person.login for person in found])
    return found
