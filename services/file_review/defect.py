"""One order to make good, as the unit that has it and those who reviewed the file find it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, String, cast, exists, or_, select

from models.case.complaint import Complaint
from models.case.reviewed_file import FileDefect, FileExaminer, ReviewedFile
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.file_review_codes import DefectState
from models.office.file_review_round import FileReviewRound
from models.office.staff import Staff
from services.access.find_exclusion import find_exclusion
from services.access.readable_cases import may_read_case
from services.actor import Actor, staff_id_of
from services.file_review.sheet import SheetLine, lines_from_json
from services.office.people_names import map_people_names
from services.office.unit_options import get_unit_name
from services.unit_of_work import Unit, UnitOfWork

WAITS_FOR_UNIT = frozenset({DefectState.ORDERED, DefectState.RETURNED})


@dataclass(frozen=True, slots=True)
class FoundDefect:
    """`may_report`: of its unit; `may_check`: reviewed or ordered it, neither reported it nor handles the case.

    Nobody of its unit checks, unless everybody who could is of it, as in a centre that is one unit.
    """

    row: FileDefect
    file: ReviewedFile
    may_report: bool
    may_check: bool
    login: str


@dataclass(frozen=True, slots=True)
class DefectPage:
    """`number` of the complaint is None for who may not read its file."""

    found: FoundDefect
    line: SheetLine | None
    number: str | None
    unit_name: str
    people: dict[str, str]
    today: date

    @property
    def is_late(self) -> bool:
        """Whether its day is over and nothing was reported that stands."""
        row = self.found.row
        return row.state in WAITS_FOR_UNIT and self.today > row.due_on


def get_defect(defect_id: str, unit: Unit, actor: Actor, *, for_update: bool = False) -> FoundDefect:
    """NotFound for people of other units who have nothing to do with it, and for who must keep away from the case."""
    login = staff_id_of(actor)
    row = unit.session.get(FileDefect, defect_id, with_for_update=for_update or None)
    if row is None or find_exclusion(row.complaint_id, login, unit) is not None:
        raise NotFound
    file = unit.session.get_one(ReviewedFile, row.file_id)
    home = unit.session.get(Staff, login)
    is_of_unit = home is not None and home.unit == row.unit_code
    examined = {
        one.login
        for place in (1, 2)
        if (one := unit.session.get(FileExaminer, (row.file_id, place))) is not None
    }
    supervises = bool(actor.roles & {Role.SUPERVISOR, Role.DIRECTOR})
    if not (is_of_unit or supervises or login in examined):
        raise NotFound
    reviewed = login in {*examined, row.ordered_by, file.settled_by} or supervises
    case = unit.session.get_one(Complaint, row.complaint_id)
    may_check = reviewed and login not in (row.reported_by, case.handler_id)
    if may_check and is_of_unit:
        outside = select(FileDefect.id).where(FileDefect.id == row.id, is_checked_outside())
        may_check = unit.session.scalar(outside) is None
    return FoundDefect(row, file, is_of_unit, may_check, login)


def is_checked_outside() -> ColumnElement[bool]:
    """Of the order of a statement: whether somebody of another unit than the one that has it reviewed it or supervises."""
    examined = select(FileExaminer.login).where(FileExaminer.file_id == FileDefect.file_id)
    roles = cast(Staff.roles, String)
    return exists().where(
        Staff.active.is_(True),
        Staff.unit != FileDefect.unit_code,
        or_(
            Staff.login == FileDefect.ordered_by,
            Staff.login.in_(examined),
            *(roles.contains(f'"{role}"', autoescape=True) for role in (Role.SUPERVISOR, Role.DIRECTOR)),
        ),
    )


def read_defect(defect_id: str, unit_of_work: UnitOfWork, actor: Actor) -> DefectPage:
    """With the line of the sheet that the round went by."""
    with unit_of_work.reading() as unit:
        found = get_defect(defect_id, unit, actor)
        row = found.row
        kept = unit.session.get_one(FileReviewRound, found.file.round_id).lines or ()
        case = unit.session.get_one(Complaint, row.complaint_id)
        logins = {login for login in (row.ordered_by, row.reported_by, row.checked_by) if login}
        return DefectPage(
            found,
            next((line for line in lines_from_json(kept) if line.code == row.code), None),
            case.number if may_read_case(case, unit, actor) else None,
            get_unit_name(row.unit_code, unit),
            map_people_names(unit, logins=logins),
            beijing_date(unit.clock.now()),
        )
