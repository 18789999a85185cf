"""A message that was kept: what stands in its row, and how it comes to stand elsewhere."""

import hashlib
from dataclasses import asdict, dataclass

from models.case.incoming import Incoming
from models.ground.base import JsonObject
from models.ground.incoming_codes import IncomingReason, IncomingState
from services.actor import SYSTEM, Actor
from services.evidence.incoming_file import RefusedFile, StoredFile
from services.incoming.reading import Arrived
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a message; `note` is what a person said of it."""

    state: IncomingState
    reason: IncomingReason | None = None
    complaint_id: str | None = None
    note: str | None = None


def settle(row: Incoming, outcome: Outcome, unit: Unit, actor: Actor = SYSTEM) -> None:
    """In the caller's unit. What went into a case stands there, and in the bytes as they came."""
    row.state, row.reason = outcome.state, outcome.reason
    row.complaint_id, row.state_at = outcome.complaint_id, unit.clock.now()
    if outcome.state in (IncomingState.FILED, IncomingState.JOINED):
        row.content, row.route_id = None, None
    if actor is not SYSTEM:
        row.settled_by, row.settled_note = actor.name, outcome.note
    payload = {
        "incoming_id": row.id,
        "door": row.door.value,
        "reason": None if outcome.reason is None else outcome.reason.value,
    }
    unit.trail.add(outcome.complaint_id, f"incoming.{outcome.state.value}", payload, actor)


def content_of(arrived: Arrived) -> JsonObject:
    """As it stands in the row."""
    reading = arrived.reading
    return {
        "message": {} if reading is None else dict(reading.message),
        "text": arrived.text,
        "files": [asdict(file) for file in arrived.files],
        "refused": [asdict(file) for file in arrived.refused],
    }


def list_files(row: Incoming) -> tuple[StoredFile, ...]:
    """Its files that could be taken."""
    return tuple(StoredFile(**file) for file in (row.content or {}).get("files", ()))


def list_refused(row: Incoming) -> tuple[RefusedFile, ...]:
    """Its files that could not."""
    return tuple(RefusedFile(**file) for file in (row.content or {}).get("refused", ()))


def message_of(row: Incoming) -> JsonObject:
    """Its fields by the source's own names."""
    found: JsonObject = (row.content or {}).get("message", {})
    return found


def text_of_message(row: Incoming) -> str:
    """Its words."""
    return str((row.content or {}).get("text", ""))


def digest_of(told: str) -> str | None:
    """How a number or an id of a source is kept; None for none."""
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest() if told else None
