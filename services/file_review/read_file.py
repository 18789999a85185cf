"""One file of a round as its reader may see it: an examiner his own marks, both only once both have scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.reviewed_file import SETTLED_PLACE, FileDefect, FileMark
from models.clock.legal_time import beijing_date
from models.ground.file_review_codes import ReviewedFileState
from models.office.staff import Staff
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.clocks.defect_limit import usual_workdays
from services.file_review.appoint_examiner import list_free
from services.file_review.get_file import FileOfRound, get_file, list_differing, map_marks
from services.file_review.order_defect import LOSES_POINTS
from services.file_review.settle_file import find_settling_bar
from services.office.people_names import map_people_names
from services.office.unit_options import CENTRE_KINDS, Option, list_unit_options, map_unit_names
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class FilePage:
    """`marks` by place and code, those that the reader may see; `bar` keeps him from settling, None when nothing does.

    `free` are those who may be named examiner, for whoever supervises; `lost` the lines that an order may be given for,
    `usual_workdays` the time that is proposed for it.
    """

    found: FileOfRound
    number: str
    reads_case: bool
    marks: Mapping[int, Mapping[str, FileMark]]
    differing: Sequence[str]
    bar: str | None
    orders: Sequence[FileDefect]
    lost: Sequence[str]
    free: Sequence[tuple[str, str]]
    units: Sequence[Option]
    unit_names: Mapping[str, str]
    keeper: str
    people: Mapping[str, str]
    today: date
    usual_workdays: int


def read_file(key: tuple[str, int], unit_of_work: UnitOfWork, actor: Actor) -> FilePage:
    """NotFound for others than its examiners and those who supervise, and for who must keep away from its case."""
    with unit_of_work.reading() as unit:
        found = get_file(key, unit, actor)
        file = found.file
        case = unit.session.get_one(Complaint, file.complaint_id)
        is_over = file.state is not ReviewedFileState.EXAMINING
        all_marks = map_marks(file.id, unit)
        marks = all_marks if is_over else {at: said for at, said in all_marks.items() if at == found.place}
        settled = marks.get(SETTLED_PLACE, {})
        is_differing = found.is_examined and file.state is ReviewedFileState.DIFFERING
        orders = unit.session.scalars(
            select(FileDefect).where(FileDefect.file_id == file.id).order_by(FileDefect.due_on, FileDefect.id)
        ).all()
        can_appoint = found.supervises and found.is_examined and file.state is ReviewedFileState.EXAMINING
        logins = {row.login for row in found.examiners} | {str(file.settled_by), str(found.round.led_by)}
        return FilePage(
            found=found,
            number=case.number,
            reads_case=may_read_case(case, unit, actor),
            marks=marks,
            differing=list_differing(found.lines, marks) if is_over else (),
            bar=find_settling_bar(found, unit) if is_differing and found.supervises else None,
            orders=orders,
            lost=[
                line.code
                for line in found.lines
                if line.code in settled and settled[line.code].mark in LOSES_POINTS
            ],
            free=list_free(found, unit) if can_appoint else (),
            units=list_unit_options(unit, kinds=CENTRE_KINDS) if found.supervises else (),
            unit_names=map_unit_names(unit),
            keeper=_find_keeper(case, unit),
            people=map_people_names(unit, logins=logins),
            today=beijing_date(unit.clock.now()),
            usual_workdays=usual_workdays(unit),
        )


def _find_keeper(case: Complaint, unit: Unit) -> str:
    """The unit that keeps the file: that of its handler, else the one that handles it."""
    handler = unit.session.get(Staff, case.handler_id) if case.handler_id else None
    return handler.unit if handler is not None else case.handling_unit or ""
