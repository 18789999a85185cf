"""A letter on paper, and that it was printed: what left the office can be told from any other by its digest."""

import hashlib
from dataclasses import dataclass

from services.actor import Actor
from services.ports.press import Letter
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Printed:
    """`kind` is the letter's word on the trail, `content` a PDF."""

    complaint_id: str
    kind: str
    letter: Letter
    content: bytes

    @property
    def name(self) -> str:
        """Under which it is saved."""
        return f"{self.letter.title}-{self.letter.number}.pdf"

    @property
    def sha256(self) -> str:
        """Of the content, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def put_on_record(printed: Printed, unit_of_work: UnitOfWork, actor: Actor) -> Printed:
    """Note on the trail of the case that it was printed, with its digest."""
    with unit_of_work as unit:
        payload = {"letter": printed.kind, "number": printed.letter.number, "sha256": printed.sha256}
        unit.trail.add(printed.complaint_id, "letter.printed", payload, actor)
    return printed
