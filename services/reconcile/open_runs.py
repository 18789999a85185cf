"""Open cases with their newest run, part by part, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from services.outbox.publish_message import list_cases_to_start
from services.unit_of_work import UnitFactory

CASES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class OpenRun:
    """`run_no` None for a case without any run; `key` None for a run that has not begun.

    `has_start`: of one that has not begun, whether its start is still to be told or held for a person.
    """

    complaint_id: str
    stage: Stage
    run_no: int | None
    key: str | None
    is_over: bool
    began_at: datetime | None
    has_start: bool = False


def list_open_runs(make_unit: UnitFactory) -> Iterator[list[OpenRun]]:
    """By the id of the case; each part is read for itself, and what is closed meanwhile may be missing."""
    after = ""
    while True:
        part = _read(after, make_unit)
        if part:
            yield part
            after = part[-1].complaint_id
        if len(part) < CASES_AT_ONCE:
            return


def _read(after: str, make_unit: UnitFactory) -> list[OpenRun]:
    newest = select(func.max(CaseRun.run_no)).where(CaseRun.complaint_id == Complaint.id).correlate(Complaint)
    query = (
        select(Complaint.id, Complaint.stage, CaseRun)
        .outerjoin(
            CaseRun, (CaseRun.complaint_id == Complaint.id) & (CaseRun.run_no == newest.scalar_subquery())
        )
        .where(Complaint.stage != Stage.ARCHIVED, Complaint.id > after)
        .order_by(Complaint.id)
        .limit(CASES_AT_ONCE)
    )
    with make_unit().reading() as unit:
        found = unit.session.execute(query).all()
        not_begun = {
            run.complaint_id: run.run_no for _, _, run in found if run and not run.process_instance_key
        }
        starts = list_cases_to_start(not_begun, unit)
        return [
            OpenRun(
                complaint_id,
                stage,
                None if run is None else run.run_no,
                None if run is None else run.process_instance_key,
                run is not None and run.ended_at is not None,
                None if run is None else run.started_at,
                complaint_id in starts,
            )
            for complaint_id, stage, run in found
        ]
