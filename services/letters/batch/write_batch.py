"""The workers' step that writes the letters of batches: one short transaction a letter, with the rights of who ordered it.

A letter is frozen and marked in one commit, so that a process that ends anywhere loses none and writes none twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.case.letter_batch import BatchLetter, LetterBatch
from models.ground.errors import Conflict, DomainError, InvalidInput, NotFound, OutsideUnavailable
from models.ground.letter_codes import BatchLetterState, BatchRefusal
from services.access.case_writers import may_write
from services.access.find_exclusion import find_exclusion
from services.access.readable_cases import may_read_case
from services.accounts.acting_staff import find_acting_staff
from services.actor import SYSTEM, Actor
from services.casefile.find_group import find_membership
from services.casefile.get_case import get_complaint
from services.letters.freeze_letter import FreezeLetter, NeedsApproval, freeze_in
from services.letters.store_page import store_page
from services.unit_of_work import Unit, UnitFactory

# Of all batches together: so few that the step ends within a second when the workers are stopped.
LETTERS_OF_A_STEP = 10
# What freezing refuses of a letter that its person may write: as it says itself.
_REFUSALS: Mapping[type[DomainError], BatchRefusal] = {
    NotFound: BatchRefusal.NO_LONGER_PROPOSED,
    Conflict: BatchRefusal.ALREADY_STANDS,
    InvalidInput: BatchRefusal.WORDS_MISSING,
    NeedsApproval: BatchRefusal.NEEDS_APPROVAL,
}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Place:
    """One letter that waits."""

    batch_id: str
    position: int


class _NotWritten(Exception):
    """Why a letter was not written; nothing of its transaction is kept."""

    def __init__(self, refusal: BatchRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def write_batches_step(make_unit: UnitFactory) -> int:
    """Write a few letters of each batch that goes on; returns how many were done, the end of a batch among them."""
    going_on = _list_going_on(make_unit)
    share = max(1, LETTERS_OF_A_STEP // max(1, len(going_on)))
    return sum(_go_on(batch_id, share, make_unit) for batch_id in going_on)


def _list_going_on(make_unit: UnitFactory) -> list[str]:
    with make_unit().reading() as unit:
        going_on = select(LetterBatch.id).where(
            LetterBatch.stopped_at.is_(None), LetterBatch.ended_at.is_(None)
        )
        return list(unit.session.scalars(going_on.order_by(LetterBatch.ordered_at)))


def _go_on(batch_id: str, most: int, make_unit: UnitFactory) -> int:
    with make_unit().reading() as unit:
        waiting = select(BatchLetter.position).where(
            BatchLetter.batch_id == batch_id, BatchLetter.state == BatchLetterState.WAITING
        )
        positions = list(unit.session.scalars(waiting.order_by(BatchLetter.position).limit(most)))
    for position in positions:
        _write(_Place(batch_id, position), make_unit)
    if not positions:
        _end(batch_id, make_unit)
    return max(len(positions), 1)


def _write(place: _Place, make_unit: UnitFactory) -> None:
    try:
        with make_unit() as unit:
            frozen = _freeze(place, unit)
    except (OutsideUnavailable, SQLAlchemyError):
        # What is away comes back; the letter waits.
        raise
    except _NotWritten as fault:
        _refuse(place, fault.refusal, make_unit)
    except Exception as fault:
        # One letter that nobody foresaw must not stop all that come after it.
        _log.warning("letter_not_written", position=place.position, error_type=type(fault).__name__)
        _refuse(place, BatchRefusal.NOT_WRITTEN, make_unit)
    else:
        if frozen is not None:
            _lay_out(*frozen, make_unit)


def _freeze(place: _Place, unit: Unit) -> tuple[str, Actor] | None:
    """The letter and who had it written; None where the batch was stopped meanwhile or another process was faster."""
    found = _lock(place, unit)
    if found is None:
        return None
    batch, line = found
    actor = find_acting_staff(batch.ordered_by, unit)
    if actor is None:
        raise _NotWritten(BatchRefusal.ORDERED_BY_NOBODY)
    complaint = get_complaint(line.complaint_id, unit)
    _require_allowed(complaint, unit, actor)
    _require_member(batch, complaint, unit)
    # As it is worded now, by whomever.
    command = FreezeLetter(complaint.id, batch.kind, line.subject, {}, None, batch.address)
    try:
        line.letter_id = freeze_in(command, unit, actor)
    except (NotFound, Conflict, InvalidInput) as refused:
        raise _NotWritten(_REFUSALS[type(refused)]) from refused
    line.state, line.done_at = BatchLetterState.FROZEN, unit.clock.now()
    return line.letter_id, actor


def _lock(place: _Place, unit: Unit) -> tuple[LetterBatch, BatchLetter] | None:
    batch = unit.session.get_one(LetterBatch, place.batch_id, with_for_update=True)
    line = unit.session.get_one(BatchLetter, (place.batch_id, place.position))
    is_waiting = batch.is_going_on and line.state is BatchLetterState.WAITING
    return (batch, line) if is_waiting else None


def _require_allowed(complaint: Complaint, unit: Unit, actor: Actor) -> None:
    if find_exclusion(complaint.id, actor.name, unit) is not None:
        raise _NotWritten(BatchRefusal.KEPT_AWAY)
    if not may_read_case(complaint, unit, actor):
        raise _NotWritten(BatchRefusal.NOT_READABLE)
    if not may_write(complaint, unit, actor):
        raise _NotWritten(BatchRefusal.MAY_NOT_WRITE)


def _require_member(batch: LetterBatch, complaint: Complaint, unit: Unit) -> None:
    member = None if complaint.id == batch.leading_id else find_membership(complaint.id, unit)
    if complaint.id != batch.leading_id and (member is None or member.leading_id != batch.leading_id):
        raise _NotWritten(BatchRefusal.LEFT_GROUP)


def _refuse(place: _Place, refusal: BatchRefusal, make_unit: UnitFactory) -> None:
    with make_unit() as unit:
        found = _lock(place, unit)
        if found is not None:
            _, line = found
            line.state, line.refusal, line.done_at = BatchLetterState.REFUSED, refusal, unit.clock.now()


def _lay_out(letter_id: str, actor: Actor, make_unit: UnitFactory) -> None:
    """Its page; one that fails is tried again before the batch ends, and whenever the letter is opened."""
    try:
        store_page(letter_id, make_unit(), actor)
    except Exception as fault:
        _log.warning("page_not_laid_out", letter_id=letter_id, error_type=type(fault).__name__)


def _end(batch_id: str, make_unit: UnitFactory) -> None:
    with make_unit().reading() as unit:
        without_page = (
            select(CaseLetter.id)
            .join(BatchLetter, BatchLetter.letter_id == CaseLetter.id)
            .where(BatchLetter.batch_id == batch_id, CaseLetter.storage_key.is_(None))
        )
        letter_ids = list(unit.session.scalars(without_page))
        batch = unit.session.get_one(LetterBatch, batch_id)
        actor = find_acting_staff(batch.ordered_by, unit) or SYSTEM
    for letter_id in letter_ids:
        _lay_out(letter_id, actor, make_unit)
    with make_unit() as unit:
        batch = unit.session.get_one(LetterBatch, batch_id, with_for_update=True)
        if batch.is_going_on:
            batch.ended_at = unit.clock.now()
            states = select(BatchLetter.state, func.count()).where(BatchLetter.batch_id == batch_id)
            counted = {
                state.value: number
                for state, number in unit.session.execute(states.group_by(BatchLetter.state))
            }
            payload = {"batch_id": batch_id, "letter": batch.kind, **counted}
            unit.trail.add(batch.leading_id, "letter-batch.ended", payload, SYSTEM)
