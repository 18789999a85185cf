"""The unit that the tables suggested, as long as what they were asked with still holds."""

from sqlalchemy import select

from models.case.respondent import Respondent
from models.case.suggestion import Suggestion
from services.unit_of_work import Unit


def find_suggested_unit(suggestion: Suggestion | None, unit: Unit) -> str | None:
    """None where a person has corrected the respondent's unit since: the suggestion follows from a wrong reading."""
    if suggestion is None:
        return None
    named = unit.session.scalars(
        select(Respondent.unit)
        .where(
            Respondent.complaint_id == suggestion.complaint_id,
            Respondent.unit.is_not(None),
            Respondent.in_force(),
        )
        .order_by(Respondent.no)
    ).first()
    facts = suggestion.versions.get("facts")
    asked = facts.get("respondent_unit", named) if isinstance(facts, dict) else named
    return suggestion.unit if asked == named else None
