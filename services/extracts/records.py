"""What was recorded of the investigation so far, the latest round last."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.investigation_act import InvestigationAct
from services.evidence.withheld_words import WithheldWords, find_withheld_words
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.tasks.extract import Extract


@dataclass(frozen=True, slots=True)
class Records:
    """`withheld` covers the names of evidence that is restricted to others."""

    rows: tuple[InvestigationAct, ...]
    withheld: WithheldWords


def read(scene: Scene) -> Records:
    """Every record with its fields."""
    query = select(InvestigationAct).where(InvestigationAct.complaint_id == scene.complaint.id)
    rows = scene.unit.session.scalars(query.order_by(InvestigationAct.done_at, InvestigationAct.id))
    return Records(tuple(rows), find_withheld_words(scene.complaint, scene.login, scene.unit))


PART = Part(name=Extract.RECORDS, read=read)
