"""The interim answers of a case as the file has them; what they told is told again and never otherwise."""

from collections.abc import Sequence

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from services.unit_of_work import Unit


def list_interim_answers(complaint_id: str, unit: Unit) -> list[InterimAnswer]:
    """All of a case, the first first."""
    return list(
        unit.session.scalars(
            select(InterimAnswer)
            .where(InterimAnswer.complaint_id == complaint_id)
            .order_by(InterimAnswer.round, InterimAnswer.no)
        )
    )


def repeat_lines(
    complaint: Complaint, lines: Sequence[dict[str, object]], unit: Unit
) -> list[dict[str, object]]:
    """The lines of the answer with those in their place that were told before: what was told is not told otherwise."""
    told = {
        line["no"]: line
        for row in list_interim_answers(complaint.id, unit)
        if row.round == complaint.round
        for line in row.lines
    }
    return [told.get(line["no"], line) for line in lines]
