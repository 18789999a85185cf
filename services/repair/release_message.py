"""A held message goes on: it is sent again, or dropped with a reason so that those behind it can leave.

What begins a run, a request or work of the office is never dropped: nothing else would begin it.
"""

from collections.abc import Callable, Collection

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, RuleRefused
from models.ledger.outbox import OutboxRow
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.repair.held_messages import stands_still
from services.repair.message_effect import find_message, tell_effect
from services.unit_of_work import Unit, UnitOfWork

DROPPED = "DROPPED"
LONGEST_REASON = 500
MOST_AT_ONCE = 100


def send_message_again(message_id: int, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Let the sender try at once; asking twice changes nothing.

    NotFound for an unknown message or one of a case that is not for this person, Conflict when it was sent meanwhile.
    """
    with unit_of_work as unit:
        _send_again(_get_held(message_id, unit, actor), unit, actor)


def send_messages_again(message_ids: Collection[int], unit_of_work: UnitOfWork, actor: Actor) -> int:
    """The same for exactly these; how many were left alone because they had gone on meanwhile or are not for this person.

    InvalidInput on `keys` for none or more than 100.
    """
    return _each(message_ids, unit_of_work, actor, lambda row, unit: _send_again(row, unit, actor))


def drop_message(message_id: int, reason: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Never send it; who did so and why stays with the message.

    InvalidInput on `reason`; NotFound and Conflict as above; RuleRefused for one that begins something, with the code of
    MessageEffect.kept.
    """
    _check_reason(reason)
    with unit_of_work as unit:
        _drop(_get_held(message_id, unit, actor), reason, unit, actor)


def drop_messages(message_ids: Collection[int], reason: str, unit_of_work: UnitOfWork, actor: Actor) -> int:
    """The same for exactly these; returns and raises what send_messages_again does, and InvalidInput on `reason`.

    RuleRefused as above: none of them is dropped then.
    """
    _check_reason(reason)
    return _each(message_ids, unit_of_work, actor, lambda row, unit: _drop(row, reason, unit, actor))


def _each(
    message_ids: Collection[int],
    unit_of_work: UnitOfWork,
    actor: Actor,
    do: Callable[[OutboxRow, Unit], None],
) -> int:
    if not 1 <= len(message_ids) <= MOST_AT_ONCE:
        raise InvalidInput({"keys": "TOO_LONG" if message_ids else "REQUIRED"})
    left_alone = 0
    with unit_of_work as unit:
        for message_id in sorted(message_ids):
            try:
                row = _get_held(message_id, unit, actor)
            except (NotFound, Conflict):
                left_alone += 1
                continue
            do(row, unit)
    return left_alone


def _send_again(row: OutboxRow, unit: Unit, actor: Actor) -> None:
    row.held_at, row.attempts, row.next_try_at = None, 0, unit.ports.system_clock.now()
    unit.trail.add(row.complaint_id, "message.sent_again", _told(row), actor)


def _drop(row: OutboxRow, reason: str, unit: Unit, actor: Actor) -> None:
    if kept := tell_effect(row).kept:
        raise RuleRefused(kept)
    message = find_message(row)
    if message is not None:
        message.drop(unit)
    row.sent_at, row.held_at = unit.ports.system_clock.now(), None
    row.failed_reason, row.dropped_by, row.drop_reason = DROPPED, actor.staff_id, reason.strip()
    unit.trail.add(row.complaint_id, "message.dropped", _told(row), actor)


def _check_reason(reason: str) -> None:
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise InvalidInput({"reason": "REQUIRED" if not reason.strip() else "TOO_LONG"})


def _get_held(message_id: int, unit: Unit, actor: Actor) -> OutboxRow:
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR, Role.ADMINISTRATOR)
    row = unit.session.scalars(
        select(OutboxRow).where(OutboxRow.id == message_id).with_for_update()
    ).one_or_none()
    if row is None or (row.complaint_id and find_exclusions({row.complaint_id}, login, unit)):
        raise NotFound
    is_waiting = unit.session.scalars(select(OutboxRow.id).where(OutboxRow.id == message_id, stands_still()))
    if is_waiting.one_or_none() is None:
        raise Conflict(code="MESSAGE_NOT_HELD")
    return row


def _told(row: OutboxRow) -> dict[str, object]:
    return {"message_id": row.id, "kind": row.kind, "reason": row.failed_reason}
