"""What a person chooses a respondent from, as options of the form, which is in Chinese."""

from datetime import date

from sqlalchemy import select

from models.case.respondent import Respondent
from models.office.respondent_directory import Directory, PersonEntry
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from services.case.correct_respondent import list_respondents
from services.case.respondent_choice import BY_ROSTER
from services.casefile.get_case import list_matters
from services.office.match_respondent import load_directory
from services.office.people_names import get_person_name
from services.office.unit_options import Option, get_unit_name, map_unit_names
from services.unit_of_work import Unit

UNREAD = "未能从来件中识别"
SUGGESTED = "系统识别，待确认"
LONGEST_MATTER = 40


def list_entry_options(complaint_id: str, unit: Unit) -> list[Option]:
    """The respondents in force."""
    return [
        {"label": f"{row.no}. {_call(row, unit)}", "value": row.id}
        for row in list_respondents(complaint_id, unit)
    ]


def list_window_options(unit: Unit) -> list[Option]:
    """Every window that is not closed, with its unit."""
    names = map_unit_names(unit)
    windows = unit.session.scalars(
        select(ServiceWindow).where(ServiceWindow.closed_at.is_(None)).order_by(ServiceWindow.code)
    )
    return [{"label": f"{row.code}（{names.get(row.unit, row.unit)}）", "value": row.code} for row in windows]


def list_item_options(unit: Unit) -> list[Option]:
    """Every service item that is not closed, with its unit."""
    names = map_unit_names(unit)
    items = unit.session.scalars(
        select(ServiceItem)
        .where(ServiceItem.closed_at.is_(None))
        .order_by(ServiceItem.unit, ServiceItem.code)
    )
    return [{"label": f"{row.name}（{names.get(row.unit, row.unit)}）", "value": row.code} for row in items]


def list_people_of_day_options(day: date | None, unit: Unit) -> list[Option]:
    """Whoever the roster names, then everybody, who has left too; who sat somewhere on that day comes first, with the window."""
    directory = load_directory(unit.session)
    names = map_unit_names(unit)
    people = [(_list_windows(person, day, directory), person) for person in directory.people]
    people.sort(key=lambda entry: (not entry[0], entry[0], entry[1].login))
    listed: list[Option] = [{"label": "按排班表：当日在所选窗口的人员", "value": BY_ROSTER}]
    for windows, person in people:
        where = "、".join([names.get(person.unit, person.unit), *(f"{day}在{window}" for window in windows)])
        listed.append({"label": f"{person.name}（{where}）", "value": person.login})
    return listed


def list_matter_options(complaint_id: str, unit: Unit) -> list[Option]:
    """The matters by number; nothing chosen is the whole complaint."""
    return [
        {"label": f"第{row.no}项：{row.text[:LONGEST_MATTER]}", "value": str(row.no)}
        for row in list_matters(complaint_id, unit)
    ]


def _list_windows(person: PersonEntry, day: date | None, directory: Directory) -> list[str]:
    if day is None:
        return []
    return sorted(e.window for e in directory.roster if e.login == person.login and e.holds_on(day))


def _call(row: Respondent, unit: Unit) -> str:
    item = unit.session.get(ServiceItem, row.item) if row.item else None
    parts = [
        get_unit_name(row.unit, unit) if row.unit else "",
        row.window or "",
        get_person_name(row.staff_id, unit) if row.staff_id else "",
        item.name if item is not None else "",
        f"第{row.matter_no}项" if row.matter_no else "",
    ]
    called = " ".join(part for part in parts if part) or UNREAD
    return f"{called}（{SUGGESTED}）" if row.is_suggested and row.is_named else called
