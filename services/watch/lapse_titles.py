"""The workers' step that restricts a case whose question about a title nobody answered in two office hours."""

from services.access.restricted import find_restriction
from services.restriction.answer_title import restrict_unanswered
from services.restriction.title_question import due_of, list_unanswered
from services.unit_of_work import UnitFactory


def lapse_titles_step(make_unit: UnitFactory) -> int:
    """How many cases were restricted; nothing is locked while none is due."""
    with make_unit().reading() as unit:
        now = unit.clock.now()
        is_any_due = any(
            due_of(row) <= now and find_restriction(row.complaint_id, unit) is None
            for row in list_unanswered(unit)
        )
    if not is_any_due:
        return 0
    with make_unit() as unit:
        return restrict_unanswered(unit)
