"""All letters of a batch as one PDF to print, in the order of the complaints' numbers, each as it was kept."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import load_only

from models.case.complaint import Complaint
from models.case.letter_batch import BatchLetter, LetterBatch
from models.ground.errors import Conflict, NotFound
from models.ground.keeping_codes import FILE_DESTROYED
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.letters.batch.batch_group import require_led_group
from services.letters.batch.order_batch import RUNNING
from services.letters.draft import get_kind
from services.letters.store_page import store_page
from services.unit_of_work import UnitOfWork

CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class PrintedBatch:
    """A PDF and what it is saved as; `cases` are those whose letters it holds."""

    name: str
    content: bytes
    cases: tuple[str, ...]

    def hand_out(self) -> Iterator[bytes]:
        """Part by part."""
        for start in range(0, len(self.content), CHUNK):
            yield self.content[start : start + CHUNK]


def print_batch(batch_id: str, unit_of_work: UnitOfWork, actor: Actor) -> PrintedBatch:
    """For who may write the letters of the leading file, of the files that he may read; that it was printed is put on record.

    NotFound where nothing is to be printed, NotPermitted, Conflict(LETTER_BATCH_RUNNING) before it is ended or stopped,
    Conflict(FILE_DESTROYED) once the leading file was destroyed; a member that was is left out.
    """
    with unit_of_work.reading() as unit:
        batch = unit.session.get(LetterBatch, batch_id)
        if batch is None:
            raise NotFound
        led = require_led_group(batch.leading_id, unit, actor)
        if led.leading.destroyed_at is not None:
            raise Conflict(code=FILE_DESTROYED)
        if batch.is_going_on:
            raise Conflict(code=RUNNING)
        found = unit.session.execute(
            select(BatchLetter.letter_id, Complaint)
            .join(Complaint, Complaint.id == BatchLetter.complaint_id)
            .where(BatchLetter.batch_id == batch_id, BatchLetter.letter_id.is_not(None))
            .where(Complaint.destroyed_at.is_(None))
            .options(load_only(Complaint.number, Complaint.handler_id))
            .order_by(BatchLetter.position)
        ).all()
        readable = list_readable_cases([complaint for _, complaint in found], unit, actor)
        printed = {letter_id: complaint.id for letter_id, complaint in found if complaint.id in readable}
        leading_id, name = led.leading.id, f"{get_kind(batch.kind).title}-{led.leading.number}"
    if not printed:
        raise NotFound
    content = unit_of_work.ports.press.bind(
        store_page(letter_id, unit_of_work, actor) for letter_id in printed if letter_id is not None
    )
    with unit_of_work as unit:
        digest = hashlib.sha256(content).hexdigest()
        payload = {"batch_id": batch_id, "number": len(printed), "sha256": digest}
        unit.trail.add(leading_id, "letter-batch.printed", payload, actor)
    return PrintedBatch(f"{name}.pdf", content, tuple(printed.values()))
