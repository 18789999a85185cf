"""A held message goes on: it is sent again, or dropped with a reason so that those behind it can leave."""

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ledger.outbox import OutboxRow
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.repair.held_messages import stands_still
from services.unit_of_work import Unit, UnitOfWork

DROPPED = "DROPPED"
LONGEST_REASON = 500


def send_message_again(message_id: int, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Let the sender try at once; asking twice changes nothing.

    NotFound for an unknown message or one of a case that is not for this person, Conflict when it was sent meanwhile.
    """
    with unit_of_work as unit:
        row = _get_held(message_id, unit, actor)
        row.held_at, row.attempts, row.next_try_at = None, 0, unit.ports.system_clock.now()
        unit.trail.add(row.complaint_id, "message.sent_again", _told(row), actor)


def drop_message(message_id: int, reason: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Never send it; who did so and why stays with the message.

    InvalidInput on `reason`; NotFound and Conflict as above.
    """
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise InvalidInput({"reason": "REQUIRED" if not reason.strip() else "TOO_LONG"})
    with unit_of_work as unit:
        row = _get_held(message_id, unit, actor)
        row.sent_at, row.held_at = unit.ports.system_clock.now(), None
        row.failed_reason, row.dropped_by, row.drop_reason = DROPPED, actor.staff_id, reason.strip()
        unit.trail.add(row.complaint_id, "message.dropped", _told(row), actor)


def _get_held(message_id: int, unit: Unit, actor: Actor) -> OutboxRow:
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
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
