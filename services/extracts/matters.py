"""The matters of the case: in neutral words where a person worded them, beside what was told, and what became of each."""

from dataclasses import dataclass

from models.case.matter import Matter
from services.casefile.get_case import list_matters
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.tasks.extract import Extract
from services.tasks.statement_words import word_told


@dataclass(frozen=True, slots=True)
class MatterLine:
    """`told` are the complainant's words, without who he is; `wording` is None while nobody worded it neutrally."""

    row: Matter
    told: str
    wording: str | None


def read(scene: Scene) -> tuple[MatterLine, ...]:
    """By number; empty where the case was not split yet."""
    matters = list_matters(scene.complaint.id, scene.unit)
    told = word_told(matters, scene)
    return tuple(
        MatterLine(matter, told[matter.no], matter.text if matter.is_reworded else None) for matter in matters
    )


# Whoever reads the case needs no second telling of it by the form.
PART = Part(name=Extract.MATTERS, read=read, instead_of=frozenset({"facts"}))
