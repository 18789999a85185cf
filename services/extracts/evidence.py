"""The evidence of the case by number, as this reader may see it."""

from services.extracts.part import Part
from services.extracts.scene import Scene
from services.tasks.extract import Extract
from services.views.evidence_part import EvidenceLine, read_evidence_lines


def read(scene: Scene) -> tuple[EvidenceLine, ...]:
    """Empty where there is none yet; the page says so."""
    return read_evidence_lines(scene.complaint, scene.login, scene.unit)


PART = Part(name=Extract.EVIDENCE, read=read, instead_of=frozenset({"evidence_list"}))
