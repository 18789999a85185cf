"""What those complained about were asked and what they said to it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.respondent_request import RespondentRequest
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.tasks.extract import Extract


@dataclass(frozen=True, slots=True)
class StatementLine:
    """`staff_id` is the person who was asked himself, None for his unit; `reply` is None while nothing came."""

    no: int
    unit_code: str
    staff_id: str | None
    questions: str
    until: datetime
    reply: str | None
    replied_at: datetime | None
    is_waived: bool


def read(scene: Scene) -> tuple[StatementLine, ...]:
    """Of all rounds, in the order in which they were asked."""
    query = select(RespondentRequest).where(RespondentRequest.complaint_id == scene.complaint.id)
    return tuple(
        StatementLine(
            no=row.no,
            unit_code=row.unit_code,
            staff_id=row.staff_id,
            questions=row.questions,
            until=row.window_ends_at,
            reply=row.reply_text,
            replied_at=row.replied_at,
            is_waived=row.waiver_paper is not None,
        )
        for row in scene.unit.session.scalars(query.order_by(RespondentRequest.no))
    )


PART = Part(name=Extract.STATEMENTS, read=read)
