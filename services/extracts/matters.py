"""The matters of the case: in neutral words where a person worded them, beside what was told, and what became of each."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.lifecycle import RequestState
from models.case.matter import Matter
from services.casefile.get_case import list_matters
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.tasks.extract import Extract
from services.tasks.statement_words import word_told


@dataclass(frozen=True, slots=True)
class MatterLine:
    """`told` are the complainant's words, without who he is; `wording` is None while nobody worded it neutrally.

    `unsigned` are the hand-overs of it to units outside, by id and number, whose sheet still has to reach them.
    """

    row: Matter
    told: str
    wording: str | None
    unsigned: tuple[tuple[str, int], ...]


def read(scene: Scene) -> tuple[MatterLine, ...]:
    """By number; empty where the case was not split yet."""
    matters = list_matters(scene.complaint.id, scene.unit)
    told = word_told(matters, scene)
    unsigned = _list_unsigned(scene)
    return tuple(
        MatterLine(
            row=matter,
            told=told[matter.no],
            wording=matter.text if matter.is_reworded else None,
            unsigned=tuple((row.id, row.no) for row in unsigned if matter.no in row.matter_nos),
        )
        for matter in matters
    )


def _list_unsigned(scene: Scene) -> list[Referral]:
    """Only a unit outside signs by the code of a sheet."""
    query = select(Referral).where(
        Referral.complaint_id == scene.complaint.id,
        Referral.state == RequestState.OPEN,
        Referral.receipt_code_hmac.is_not(None),
        Referral.signed_at.is_(None),
    )
    return list(scene.unit.session.scalars(query.order_by(Referral.no)))


# Whoever reads the case needs no second telling of it by the form.
PART = Part(name=Extract.MATTERS, read=read, instead_of=frozenset({"facts"}))
