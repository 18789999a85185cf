"""Who may examine a file (回避): nobody who had a hand in the case, must keep away from it, or is near to whom it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select, union

from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.designation import Designation
from models.case.file_entry import FileEntry
from models.case.investigation_act import InvestigationAct
from models.case.task_record import TaskRecord
from models.ground.codes import Role
from models.ledger.trail_event import TrailEvent
from models.office.staff import Staff
from services.access.accused_unit import find_nearness
from services.access.find_exclusion import find_exclusions
from services.access.readable_cases import READ_ALL_ROLES
from services.office.active_staff import list_active_staff
from services.unit_of_work import Unit

PLACES = (1, 2)
# Events of who only read: an examiner reads the file whole before he scores it, and must not be out by that.
READS = frozenset(
    {
        "entrustment.sheet_printed",
        "evidence.opened",
        "file.printed",
        "identity.refused",
        "identity.revealed",
        "incoming.read",
        "letter.printed",
        "referral.sheet_printed",
        "review.sheet_printed",
    }
)


def list_candidates(unit: Unit) -> list[Staff]:
    """Whoever works here and may read the files of the centre, by login."""
    return [row for row in list_active_staff(unit) if READ_ALL_ROLES & {Role(role) for role in row.roles}]


def list_barred(cases: Collection[str], logins: Iterable[str], unit: Unit) -> dict[str, frozenset[str]]:
    """By login the cases that the person may not examine; for few people, each of whom is asked about all cases at once."""
    worked = _map_hands(cases, unit)
    barred = {}
    for login in logins:
        own = {case for case, people in worked.items() if login in people}
        own |= find_exclusions(cases, login, unit).keys() | find_nearness(cases, login, unit).keys()
        barred[login] = frozenset(own)
    return barred


def _map_hands(cases: Collection[str], unit: Unit) -> dict[str, set[str]]:
    """Who worked on each case, decided in it, watched over it or did anything else that is on its trail but READS."""
    tables = (
        (TrailEvent.complaint_id, TrailEvent.actor),
        (Complaint.id, Complaint.handler_id),
        (Complaint.id, Complaint.registered_by),
        (Complaint.id, Complaint.first_contact_staff),
        (Decision.complaint_id, Decision.by),
        (InvestigationAct.complaint_id, InvestigationAct.by),
        (TaskRecord.complaint_id, TaskRecord.submitted_by),
        (FileEntry.complaint_id, FileEntry.by),
        (Designation.complaint_id, Designation.staff_id),
        (Supervision.complaint_id, Supervision.requested_by),
        (Supervision.complaint_id, Supervision.closed_by),
    )
    hands: dict[str, set[str]] = {case: set() for case in cases}
    trail, *others = (select(case, who).where(case.in_(cases), who.is_not(None)) for case, who in tables)
    for case, login in unit.session.execute(union(trail.where(TrailEvent.kind.not_in(READS)), *others)):
        hands[str(case)].add(str(login))
    return hands


def appoint(
    cases: Sequence[str], pool: Sequence[str], barred: dict[str, frozenset[str]]
) -> dict[str, list[str]]:
    """For each case up to two of the pool who may, those with the fewest files first; fewer where there are no others."""
    load = dict.fromkeys(pool, 0)
    chosen: dict[str, list[str]] = {}
    # Whom few may examine comes first, so that nobody is used up elsewhere.
    for case in sorted(cases, key=lambda one: sum(one not in barred[login] for login in pool)):
        free = [login for login in pool if case not in barred[login]]
        chosen[case] = sorted(free, key=lambda login: (load[login], login))[: len(PLACES)]
        for login in chosen[case]:
            load[login] += 1
    return chosen
