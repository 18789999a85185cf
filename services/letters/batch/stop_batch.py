"""Stops a batch of letters: what is frozen stays, what waits is not written."""

from models.case.letter_batch import LetterBatch
from models.ground.errors import Conflict, NotFound
from services.actor import Actor, staff_id_of
from services.letters.batch.batch_group import require_led_group
from services.unit_of_work import UnitOfWork

LETTER_BATCH_OVER = "LETTER_BATCH_OVER"


def stop_batch(batch_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """For who may write the letters of the leading file; NotFound, NotPermitted, Conflict(LETTER_BATCH_OVER)."""
    with unit_of_work as unit:
        # Whatever letter is being written is finished first.
        batch = unit.session.get(LetterBatch, batch_id, with_for_update=True)
        if batch is None:
            raise NotFound
        require_led_group(batch.leading_id, unit, actor)
        if not batch.is_going_on:
            raise Conflict(code=LETTER_BATCH_OVER)
        batch.stopped_by, batch.stopped_at = staff_id_of(actor), unit.clock.now()
        payload = {"batch_id": batch.id, "letter": batch.kind}
        unit.trail.add(batch.leading_id, "letter-batch.stopped", payload, actor)
