"""A key that the engine gave out before and gave again to other files (ADR 0366): on record, its row stays the first one's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bpmn.canonical import canonical_digest
from models.ground.codes import Role
from models.ledger.trail_event import TrailEvent
from models.office.deployed_version import DeployedVersion
from services.actor import Actor, require_role
from services.deployments.enter_version import FoundVersion
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

KEY_AGAIN = "version.key_again"
MOST_SHOWN = 50
# What says that it is the same version under the same key.
_SAME = ("key", "kind", "id", "version", "digest")


@dataclass(frozen=True, slots=True)
class KeyAgain:
    """What was deployed under a key that has another version's row; people by their display names, empty where none is known."""

    at: datetime
    kind: str
    id: str
    version: int
    digest: str
    earlier_id: str
    earlier_version: int
    deployed_by: str
    confirmed_by: str


def note_key_again(found: FoundVersion, people: tuple[str, str | None], unit: Unit, actor: Actor) -> None:
    """In the caller's unit; `people` are who answers for it and who confirmed it, by login.

    Once: deployed again unchanged it stands already, unless somebody confirms now what nobody had.
    """
    row = unit.session.get_one(DeployedVersion, found.key)
    payload: dict[str, object] = {
        "key": found.key,
        "kind": found.kind.value,
        "id": found.resource_id,
        "version": found.version,
        "digest": canonical_digest(found.file_name, found.content),
        "earlier_id": row.resource_id,
        "earlier_version": row.version,
        "deployed_by": people[0],
        "confirmed_by": people[1] or "",
    }
    if not _is_known(payload, unit):
        unit.trail.add(None, KEY_AGAIN, payload, actor)


def _is_known(payload: dict[str, object], unit: Unit) -> bool:
    events = unit.session.scalars(select(TrailEvent).where(TrailEvent.kind == KEY_AGAIN)).all()
    same = [event.payload for event in events if all(event.payload[one] == payload[one] for one in _SAME)]
    return any(told["confirmed_by"] or not payload["confirmed_by"] for told in same)


def list_keys_again(unit_of_work: UnitOfWork, actor: Actor) -> list[KeyAgain]:
    """The newest first, at most 50. Supervisors and the director only."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        query = (
            select(TrailEvent)
            .where(TrailEvent.kind == KEY_AGAIN)
            .order_by(TrailEvent.seq.desc())
            .limit(MOST_SHOWN)
        )
        events = unit.session.scalars(query).all()
        names = map_people_names(unit) if events else {}
        return [_read(event, names) for event in events]


def _read(event: TrailEvent, names: Mapping[str, str]) -> KeyAgain:
    told = event.payload
    return KeyAgain(
        at=event.at,
        kind=told["kind"],
        id=told["id"],
        version=told["version"],
        digest=told["digest"],
        earlier_id=told["earlier_id"],
        earlier_version=told["earlier_version"],
        deployed_by=names.get(told["deployed_by"], ""),
        confirmed_by=names.get(told["confirmed_by"], ""),
    )
