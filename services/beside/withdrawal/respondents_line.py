"""Who may not ask a complainant whether the wish to withdraw is his own: whoever stands in the respondent's line."""

from __future__ import annotations

from models.office.staff import Staff
from services.access.case_ties import read_ties
from services.access.task_facts import TaskFacts
from services.office.unit_options import list_units
from services.unit_of_work import Unit

RESPONDENTS_LINE = "RESPONDENTS_LINE"
# Longer than any line of a centre; a loop in the reporting lines must not hang a task.
LONGEST_LINE = 10


def find_line_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """RESPONDENTS_LINE for members of a unit complained about, for superiors of it or of the person, and for those below.

    Everybody is below the head of the centre: there only those who report to him are kept away, or nobody were left.
    """
    staff = unit.session.get(Staff, login)
    if staff is None:
        return RESPONDENTS_LINE
    respondents = read_ties([facts.complaint_id], unit).accused
    units = {respondent.unit for respondent in respondents if respondent.unit}
    people = {respondent.staff_id for respondent in respondents if respondent.staff_id}
    is_above = any(login in _superiors(person, unit) for person in people | _heads(units, unit))
    return RESPONDENTS_LINE if staff.unit in units or is_above or _is_below(staff, people, unit) else None


def _heads(units: set[str], unit: Unit) -> set[str]:
    return {row.head for row in list_units(unit) if row.head and row.code in units}


def _is_below(staff: Staff, people: set[str], unit: Unit) -> bool:
    concerned = people.intersection(_superiors(staff.login, unit))
    return any(person == staff.reports_to or _superiors(person, unit) for person in concerned)


def _superiors(login: str, unit: Unit) -> list[str]:
    """The line above a person, nearest first."""
    line: list[str] = []
    person = unit.session.get(Staff, login)
    while person is not None and person.reports_to is not None and len(line) < LONGEST_LINE:
        line.append(person.reports_to)
        person = unit.session.get(Staff, person.reports_to)
    return line
