"""What is wanted, wish by wish, with what was said to each so far."""

from dataclasses import dataclass

from models.case.claim import Claim
from services.casefile.get_case import list_claims
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.identity.cut_identity import cut_identity
from services.tasks.extract import Extract


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """`text` is without who wants it."""

    row: Claim
    text: str


def read(scene: Scene) -> tuple[ClaimLine, ...]:
    """By number; empty where nothing is wanted."""
    claims = list_claims(scene.complaint.id, scene.unit)
    texts = cut_identity([claim.text for claim in claims], scene.complaint.id, scene.unit)
    return tuple(ClaimLine(claim, text) for claim, text in zip(claims, texts, strict=True))


PART = Part(name=Extract.CLAIMS, read=read)
