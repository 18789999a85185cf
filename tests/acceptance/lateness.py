"""What Operate would show of lateness, by the requests of 8.8, and what the database says."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.camunda_rest import list_all
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import LEGAL_CLOCK_KINDS, ClockKind, Rung, Stage
from models.clock.clock import Clock
from services.clocks.office_ladder import load_ladder, rungs_now
from services.clocks.time_limits import ON_SPOT, REFER, UPWARD_REPORT
from tests.office_process import OfficeProcess

WAIT_OF_RUNG = {
    Rung.WITHIN: "Wait_WithinLimit",
    Rung.NEAR: "Wait_NearLimit",
    Rung.OVER: "Wait_OverLimit",
    Rung.SUPERVISED: "Wait_Supervised",
    Rung.PAUSED: "Wait_Paused",
}
LATE = frozenset({Rung.OVER, Rung.SUPERVISED})


def tokens_by_wait(office: OfficeProcess) -> Counter[str]:
    """Tokens at the named waits of all versions of `deadline-watch`, from the statistics of its definitions."""
    body = {"filter": {"processDefinitionId": "deadline-watch"}}
    tokens: Counter[str] = Counter()
    for definition in list_all(office.engine, "process-definitions/search", body):
        place = f"process-definitions/{definition['processDefinitionKey']}/statistics/element-instances"
        for item in office.engine.post(place, {"filter": {"state": "ACTIVE"}})["items"]:
            if item["elementId"] in WAIT_OF_RUNG.values():
                tokens[item["elementId"]] += item["active"]
    return +tokens


def clocks_by_wait(office: OfficeProcess) -> Counter[str]:
    """Running clocks of the database that a call of a diagram watches, each at the wait of its rung at this moment.

    Four are watched by the sweep of the workers alone (ADR 0132, 0152, 0172): a first contact that is still owed after intake,
    the last day of a return visit whose first try met its limit, the handling limit while a settlement on the spot is tried,
    and the office's own limits.
    """
    with office.clock.database.read() as session:
        clocks = [
            clock
            for clock in session.scalars(select(Clock).where(Clock.stopped_at.is_(None)))
            if _has_call(clock, session)
        ]
        rungs = rungs_now(clocks, office.now(), load_ladder(session), session)
    return Counter(WAIT_OF_RUNG[rung] for rung in rungs.values())


def _has_call(clock: Clock, session: Session) -> bool:
    if clock.subject_id in (UPWARD_REPORT, REFER, ON_SPOT):
        return False
    is_at_intake = session.get_one(Complaint, clock.complaint_id).stage is Stage.INTAKE
    if clock.kind in (ClockKind.FIRST_CONTACT, ClockKind.RESOLVE):
        return is_at_intake is (clock.kind is ClockKind.FIRST_CONTACT)
    if clock.kind is not ClockKind.RETURN_VISIT:
        return True
    of_round = select(func.count()).where(
        Clock.complaint_id == clock.complaint_id, Clock.kind == clock.kind, Clock.round == clock.round
    )
    return session.scalar(of_round) == 1


def late_in_operate(office: OfficeProcess) -> set[str]:
    """Numbers of the complaints that a search for `clock_state = "overdue"` lists."""
    conditions = {
        "processDefinitionId": "complaint",
        "state": "ACTIVE",
        "variables": [{"name": "clock_state", "value": '"overdue"'}],
    }
    found = list_all(office.engine, "process-instances/search", {"filter": conditions})
    keys = [item["processInstanceKey"] for item in found]
    query = (
        select(Complaint.number)
        .join(CaseRun, CaseRun.complaint_id == Complaint.id)
        .where(CaseRun.process_instance_key.in_(keys))
    )
    with office.clock.database.read() as session:
        return set(session.scalars(query))


def late_in_database(office: OfficeProcess) -> set[str]:
    """Numbers of the complaints with a limit that was told to the complainant and has passed."""
    query = (
        select(Clock, Complaint.number)
        .join(Complaint, Complaint.id == Clock.complaint_id)
        .where(Clock.stopped_at.is_(None), Clock.kind.in_(LEGAL_CLOCK_KINDS))
    )
    with office.clock.database.read() as session:
        rows = session.execute(query).all()
        rungs = rungs_now([clock for clock, _ in rows], office.now(), load_ladder(session), session)
    return {number for clock, number in rows if rungs[clock.id] in LATE}
