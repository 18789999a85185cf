"""What the complainant was answered, when and by which ways; the latest round first."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.answer import Answer
from services.casefile.answer_sendings import Sending, list_sendings
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.tasks.extract import Extract


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """The answer of the latest round that has one, with its sendings."""

    row: Answer
    sendings: tuple[Sending, ...]


def read(scene: Scene) -> GivenAnswer | None:
    """None before anything was answered."""
    query = select(Answer).where(Answer.complaint_id == scene.complaint.id).order_by(Answer.round.desc())
    row = scene.unit.session.scalars(query.limit(1)).first()
    if row is None:
        return None
    return GivenAnswer(row, tuple(list_sendings(row.complaint_id, row.round, scene.unit)))


PART = Part(name=Extract.ANSWER, read=read)
