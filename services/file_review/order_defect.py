"""补正: what a settled file lacks is ordered of a unit, with its day; reported there, and checked by who reviewed it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.case.reviewed_file import SETTLED_PLACE, FileDefect
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.file_review_codes import DefectState, Mark, ReviewedFileState
from models.ground.ids import new_id
from models.office.unit import OrganisationUnit
from services.actor import Actor, require_role
from services.clocks.defect_limit import open_defect_limit
from services.file_review.get_file import get_file, map_marks
from services.forms.typed import read_number, read_words
from services.office.load_calendar import load_calendar
from services.unit_of_work import Unit, UnitOfWork

LONGEST_WORDS, MOST_WORKDAYS = 1_000, 60
FILE_NOT_SETTLED = "FILE_NOT_SETTLED"
LOSES_POINTS = frozenset({Mark.PARTLY, Mark.NOT_MET})


@dataclass(frozen=True, slots=True)
class OrderDefect:
    """As the form has it; `code` is a line that lost points, `workdays` how many working days the unit has."""

    round_id: str
    no: int
    code: str
    unit_code: str
    words: str
    workdays: str


def order_defect(command: OrderDefect, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its id; the same again is the same one. InvalidInput by field; RuleRefused(FILE_NOT_SETTLED)."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        found = get_file((command.round_id, command.no), unit, actor, for_update=True)
        if found.file.state is not ReviewedFileState.SETTLED:
            raise RuleRefused(FILE_NOT_SETTLED)
        settled = map_marks(found.file.id, unit)[SETTLED_PLACE]
        lost = {code for code, row in settled.items() if row.mark in LOSES_POINTS}
        words, workdays = _read(command, lost, unit)
        for earlier in unit.session.scalars(select(FileDefect).where(FileDefect.file_id == found.file.id)):
            if (earlier.code, earlier.unit_code, earlier.words) == (command.code, command.unit_code, words):
                return earlier.id
        today = beijing_date(unit.clock.now())
        row = FileDefect(id=new_id(), complaint_id=found.file.complaint_id, file_id=found.file.id)
        row.code, row.unit_code, row.words = command.code, command.unit_code, words
        row.due_on = load_calendar(unit.session).add_workdays(today, workdays)
        row.state, row.ordered_by, row.ordered_at = DefectState.ORDERED, login, unit.clock.now()
        unit.session.add(row)
        unit.session.flush()
        open_defect_limit(row, workdays, unit)
        payload = {"order": row.id, "line": row.code, "unit": row.unit_code, "due_on": row.due_on.isoformat()}
        unit.trail.add(None, "file_review.order_given", payload, actor)
        return row.id


def _read(command: OrderDefect, lost: set[str], unit: Unit) -> tuple[str, int]:
    words, fault = read_words(command.words, LONGEST_WORDS)
    workdays = read_number(command.workdays, 1, MOST_WORKDAYS)
    home = unit.session.get(OrganisationUnit, command.unit_code)
    errors = {"words": fault} if fault else {}
    if command.code not in lost:
        errors["code"] = "REQUIRED"
    if home is None or home.closed_at is not None:
        errors["unit"] = "REQUIRED"
    if workdays is None:
        errors["workdays"] = "NOT_1_TO_60"
    if errors or workdays is None:
        raise InvalidInput(errors)
    return words, workdays
