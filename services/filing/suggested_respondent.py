"""Enters whom a complaint seems to be about, as a suggestion until a person confirms it, and the words it was read from."""

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.case.told_respondent import ToldRespondent
from models.ground.ids import new_id
from services.filing.statement import Statement
from services.office.match_respondent import RespondentWords, match_respondent
from services.unit_of_work import Unit


def suggest_respondent(complaint: Complaint, statement: Statement, unit: Unit) -> None:
    """Read it from the fields of the statement and its text by the roster of the day of the matter."""
    words = RespondentWords(
        unit=statement.respondent_unit,
        window=statement.respondent_window,
        staff=statement.respondent_staff,
        item=statement.service_item,
        text=statement.content,
        day=complaint.occurred_on,
    )
    found = match_respondent(words, unit)
    unit.session.add(
        Respondent(
            id=new_id(),
            complaint_id=complaint.id,
            no=1,
            unit=found.unit,
            window=found.window,
            staff_id=found.staff_id,
            item=found.item,
            match=found.match,
            roster_day=found.roster_day,
            candidates=list(found.candidates),
            named_at=unit.clock.now(),
        )
    )
    if any(text.strip() for text in (words.unit, words.window, words.staff, words.item)):
        told = ToldRespondent(
            complaint_id=complaint.id,
            unit=words.unit,
            window=words.window,
            person=words.staff,
            item=words.item,
        )
        unit.session.add(told)
