"""The respondents of a case as a person reads them: who stands there, by whom, since when, and what was there before."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.case.told_respondent import ToldRespondent
from models.ground.codes import RespondentMatch
from models.office.service_item import ServiceItem
from services.case.correct_respondent import find_correction_bar
from services.casefile.get_case import list_all_respondents
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class RespondentLine:
    """One row in codes and names; `is_read` where it was read from the words and no person named it.

    `candidates` are the names of those who could not be told apart. Who did something is told by display name, None
    for who left the directory.
    """

    respondent_id: str
    no: int
    matter_no: int | None
    unit: str | None
    unit_name: str | None
    window: str | None
    staff_id: str | None
    staff_name: str | None
    item: str | None
    item_name: str | None
    match: RespondentMatch
    roster_day: date | None
    candidates: tuple[str, ...]
    is_read: bool
    is_suggested: bool
    named_by: str | None
    named_at: datetime | None
    reason: str | None
    confirmed_by: str | None
    confirmed_at: datetime | None
    superseded_by: str | None
    superseded_at: datetime | None
    superseded_reason: str | None


@dataclass(frozen=True, slots=True)
class RespondentsPart:
    """`told` are the complainant's words by field, as far as something was written there; `can_correct` by the stage."""

    in_force: tuple[RespondentLine, ...]
    earlier: tuple[RespondentLine, ...]
    told: tuple[tuple[str, str], ...]
    can_correct: bool


def read_respondents(complaint: Complaint, unit: Unit) -> RespondentsPart:
    """Everything about the respondents of one case; who may read it is asked before."""
    rows = list_all_respondents(complaint.id, unit)
    units, people = map_unit_names(unit), map_people_names(unit)
    named = sorted({row.item for row in rows if row.item})
    found = unit.session.scalars(select(ServiceItem).where(ServiceItem.code.in_(named))) if named else ()
    items = {row.code: row.name for row in found}
    lines = [_line(row, units, people, items) for row in rows]
    return RespondentsPart(
        in_force=tuple(line for line in lines if line.superseded_at is None),
        earlier=tuple(line for line in lines if line.superseded_at is not None),
        told=read_told(complaint.id, unit),
        can_correct=find_correction_bar(complaint, unit) is None,
    )


def read_told(complaint_id: str, unit: Unit) -> tuple[tuple[str, str], ...]:
    """What the complainant typed of whom it is about, by field."""
    told = unit.session.get(ToldRespondent, complaint_id)
    if told is None:
        return ()
    fields = ("unit", "window", "person", "item")
    return tuple((field, text) for field in fields if (text := getattr(told, field).strip()))


def _line(
    row: Respondent, units: dict[str, str], people: dict[str, str], items: dict[str, str]
) -> RespondentLine:
    return RespondentLine(
        respondent_id=row.id,
        no=row.no,
        matter_no=row.matter_no,
        unit=row.unit,
        unit_name=units.get(row.unit, row.unit) if row.unit else None,
        window=row.window,
        staff_id=row.staff_id,
        staff_name=people.get(row.staff_id) if row.staff_id else None,
        item=row.item,
        item_name=items.get(row.item, row.item) if row.item else None,
        match=row.match,
        roster_day=row.roster_day,
        candidates=tuple(people.get(code) or units.get(code, code) for code in row.candidates),
        is_suggested=row.is_suggested,
        is_read=row.named_by is None,
        named_by=people.get(row.named_by or ""),
        named_at=row.named_at,
        reason=row.reason,
        confirmed_by=people.get(row.confirmed_by or ""),
        confirmed_at=row.confirmed_at,
        superseded_by=people.get(row.superseded_by or ""),
        superseded_at=row.superseded_at,
        superseded_reason=row.superseded_reason,
    )
