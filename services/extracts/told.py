"""What the complainant wrote or said, with when and where as he told it; without who he is."""

from dataclasses import dataclass

from services.extracts.part import Part
from services.extracts.scene import Scene
from services.identity.cut_identity import cut_own_values
from services.tasks.extract import Extract
from services.tasks.statement_words import word_statement


@dataclass(frozen=True, slots=True)
class Told:
    """`statement` is all of the words; `occurred` and `place` are empty where nothing was told."""

    statement: str
    occurred: str
    place: str


def read(scene: Scene) -> Told:
    """As it came in, cut as the file is for whoever has no purpose to know the person."""
    complaint, unit = scene.complaint, scene.unit
    # A day is a number too: only the person's own are cut here.
    occurred, place = cut_own_values(
        [complaint.occurred_text or "", complaint.place or ""], complaint.id, unit
    )
    return Told(word_statement(scene), occurred, place)


PART = Part(name=Extract.TOLD, read=read, instead_of=frozenset({"statement"}))
