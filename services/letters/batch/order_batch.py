"""Orders letters of one kind for all files of a mass complaint; they are written outside of the request."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.letter_batch import BatchLetter, LetterBatch
from models.ground.base import JsonObject
from models.ground.errors import Conflict, InvalidInput
from models.ground.ids import new_id
from models.ground.letter_codes import BatchLetterState
from services.actor import Actor, staff_id_of
from services.casefile.get_case import get_complaint
from services.letters.batch.batch_group import KindOfBatch, list_kinds_of_batch, require_led_group
from services.once.once_per_submission import Sending, once_per_submission
from services.unit_of_work import Unit, UnitOfWork

RUNNING = "LETTER_BATCH_RUNNING"


@dataclass(frozen=True, slots=True)
class OrderBatch:
    """Of which mass complaint and which kind; `address`: where the pages are, for the picture on each letter."""

    leading_id: str
    kind: str
    submission_id: str
    address: str


def order_batch(command: OrderBatch, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the batch; the same when the form comes again.

    NotFound and NotPermitted as `require_led_group`, Conflict(LETTER_BATCH_RUNNING) while one of this kind goes on,
    InvalidInput on `kind` for one of which nothing is to be written, or that somebody else has to approve.
    """
    login = staff_id_of(actor)
    with unit_of_work as unit:
        # Whoever orders at the same moment waits here.
        get_complaint(command.leading_id, unit)
        led = require_led_group(command.leading_id, unit, actor)
        sending = Sending(
            command.submission_id, "letter-batch", command.leading_id, {"kind": command.kind}, login
        )

        def order() -> JsonObject:
            _require_none_running(command, unit)
            kinds = {one.kind.name: one for one in list_kinds_of_batch(led, unit, actor)}
            return {"batch_id": _add(command, _require(kinds.get(command.kind)), unit, actor)}

        return str(once_per_submission(sending, unit, order)["batch_id"])


def _require(chosen: KindOfBatch | None) -> KindOfBatch:
    if chosen is not None and chosen.needs_approval:
        raise InvalidInput({"kind": "BATCH_NEEDS_APPROVAL"})
    if chosen is None or not chosen.may_be_ordered:
        raise InvalidInput({"kind": "NOT_AN_OPTION"})
    return chosen


def _require_none_running(command: OrderBatch, unit: Unit) -> None:
    running = select(LetterBatch.id).where(
        LetterBatch.leading_id == command.leading_id,
        LetterBatch.kind == command.kind,
        LetterBatch.stopped_at.is_(None),
        LetterBatch.ended_at.is_(None),
    )
    if unit.session.scalars(running).first() is not None:
        raise Conflict(code=RUNNING)


def _add(command: OrderBatch, chosen: KindOfBatch, unit: Unit, actor: Actor) -> str:
    batch = LetterBatch(
        id=new_id(), leading_id=command.leading_id, kind=command.kind, address=command.address
    )
    batch.ordered_by, batch.ordered_at = staff_id_of(actor), unit.clock.now()
    unit.session.add(batch)
    unit.session.flush()
    # Those that are withheld too: that they were not written, and why, is told with the others.
    lines = sorted((*chosen.to_write, *chosen.withheld), key=lambda line: line.number)
    unit.session.add_all(
        BatchLetter(
            batch_id=batch.id,
            position=position,
            complaint_id=line.complaint_id,
            subject=line.subject,
            state=BatchLetterState.WAITING,
        )
        for position, line in enumerate(lines, start=1)
    )
    payload = {"batch_id": batch.id, "letter": command.kind, "number": len(lines)}
    unit.trail.add(command.leading_id, "letter-batch.ordered", payload, actor)
    return batch.id
