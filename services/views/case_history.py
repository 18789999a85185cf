"""What people did in a case, from its trail; what the engine did is seen in the monitor."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.ledger.trail_event import TrailEvent
from services.unit_of_work import ROWS_CHANGED, Unit

# The forms and tasks stand in the file themselves; rows that changed by themselves are only vouched for.
_OF_THE_ENGINE = ("run.started", "task.created", "task.submitted", ROWS_CHANGED)
# More looks and moves than anybody reads; the newest of them.
MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event of the trail; `seq` is its number there, `kind` what the message catalogue names it by."""

    seq: int
    at: datetime
    actor: str
    kind: str
    payload: dict[str, object]


def list_history(complaint_id: str, unit: Unit) -> list[TimelineEvent]:
    """The oldest first; of a very long history its newest events."""
    return list(reversed(list_latest(complaint_id, MOST_SHOWN, unit)))


def list_latest(complaint_id: str, most: int, unit: Unit) -> list[TimelineEvent]:
    """The newest events, the newest first, no more than `most`."""
    events = unit.session.scalars(
        select(TrailEvent)
        .where(TrailEvent.complaint_id == complaint_id, TrailEvent.kind.not_in(_OF_THE_ENGINE))
        .order_by(TrailEvent.seq.desc())
        .limit(most)
    )
    return [TimelineEvent(event.seq, event.at, event.actor, event.kind, event.payload) for event in events]
