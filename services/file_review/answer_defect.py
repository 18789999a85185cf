"""The unit reports what it made good; who reviewed the file checks it, or returns it with another day."""

from __future__ import annotations

from models.clock.legal_time import beijing_date
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ground.file_review_codes import DefectState
from services.actor import Actor
from services.clocks.defect_limit import meet_defect_limit, open_defect_limit
from services.file_review.defect import WAITS_FOR_UNIT, get_defect
from services.file_review.order_defect import LONGEST_WORDS, MOST_WORKDAYS
from services.forms.typed import read_number, read_words
from services.office.load_calendar import load_calendar
from services.unit_of_work import UnitOfWork

DEFECT_MOVED, NOT_ITS_UNIT, NOT_ITS_REVIEWER = "DEFECT_MOVED", "NOT_ITS_UNIT", "NOT_ITS_REVIEWER"
CHECKED, RETURNED = "checked", "returned"


def report_defect(defect_id: str, report: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """By one of its unit; the same again is the same. InvalidInput on `report`, Conflict(DEFECT_MOVED)."""
    words, fault = read_words(report, LONGEST_WORDS)
    with unit_of_work as unit:
        found = get_defect(defect_id, unit, actor, for_update=True)
        row = found.row
        if not found.may_report:
            raise NotPermitted(code=NOT_ITS_UNIT)
        if fault:
            raise InvalidInput({"report": fault})
        if (row.state, row.report, row.reported_by) == (DefectState.REPORTED, words, found.login):
            return
        if row.state not in WAITS_FOR_UNIT:
            raise Conflict(code=DEFECT_MOVED)
        row.state, row.report = DefectState.REPORTED, words
        row.reported_by, row.reported_at = found.login, unit.clock.now()
        meet_defect_limit(row, unit)
        unit.trail.add(None, "file_review.order_reported", {"order": row.id}, actor)


def check_defect(defect_id: str, said: tuple[str, str, str], unit_of_work: UnitOfWork, actor: Actor) -> None:
    """`said`: `checked` or `returned`, words, and for a return the working days that the unit has.

    InvalidInput on `decision`, `words`, `workdays`; NotPermitted(NOT_ITS_REVIEWER) for the unit and for who reported it.
    """
    decision, told, days = said
    words, fault = read_words(told, LONGEST_WORDS)
    workdays = read_number(days, 1, MOST_WORKDAYS)
    with unit_of_work as unit:
        found = get_defect(defect_id, unit, actor, for_update=True)
        row = found.row
        if not found.may_check:
            raise NotPermitted(code=NOT_ITS_REVIEWER)
        errors = {"words": fault} if fault else {}
        if decision not in (CHECKED, RETURNED):
            errors["decision"] = "REQUIRED"
        elif decision == RETURNED and workdays is None:
            errors["workdays"] = "NOT_1_TO_60"
        if errors:
            raise InvalidInput(errors)
        if (row.state, row.check_words, row.checked_by) == (DefectState(decision), words, found.login):
            return
        if row.state is not DefectState.REPORTED:
            raise Conflict(code=DEFECT_MOVED)
        row.state, row.check_words = DefectState(decision), words
        row.checked_by, row.checked_at = found.login, unit.clock.now()
        if decision == RETURNED and workdays is not None:
            row.times_returned += 1
            today = beijing_date(unit.clock.now())
            row.due_on = load_calendar(unit.session).add_workdays(today, workdays)
            open_defect_limit(row, workdays, unit)
        unit.trail.add(None, f"file_review.order_{decision}", {"order": row.id}, actor)
