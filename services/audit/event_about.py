"""What an event of the office is about: whose account, which roles, which versions. Words of people are left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from models.ledger.trail_event import TrailEvent
from services.office.staff_fields import split_roles
from services.unit_of_work import Unit

_PEOPLE = ("account.", "organisation.staff_", "absence.")
_FILES = ("files.deployed", "version.")


@dataclass(frozen=True, slots=True)
class AboutVersion:
    """A diagram, form or table; `version` None while it waits."""

    kind: str
    id: str
    version: int | None


@dataclass(frozen=True, slots=True)
class EventAbout:
    """`staff_id` of a person; `roles` before and after where they changed; `versions` of files."""

    staff_id: str | None = None
    roles: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    versions: tuple[AboutVersion, ...] = ()


def map_abouts(kinds: Mapping[int, str], unit: Unit) -> dict[int, EventAbout]:
    """By row, of those that are about an account or about files; no other payload is opened."""
    asked = [seq for seq, kind in kinds.items() if kind.startswith((*_PEOPLE, *_FILES))]
    if not asked:
        return {}
    rows = unit.session.execute(
        select(TrailEvent.seq, TrailEvent.payload).where(
            TrailEvent.seq.in_(asked), TrailEvent.complaint_id.is_(None)
        )
    )
    return {seq: _about(kinds[seq], payload) for seq, payload in rows}


# Any: a payload holds what its event put there.
def _about(kind: str, payload: Mapping[str, Any]) -> EventAbout:
    if kind.startswith(_FILES):
        told = payload.get("versions") or [payload]
        return EventAbout(
            versions=tuple(
                AboutVersion(str(one["kind"]), str(one["id"]), one.get("version"))
                for one in told
                if "kind" in one and "id" in one
            )
        )
    roles = payload.get("changes", {}).get("roles")
    if kind == "organisation.staff_added":
        roles = ["", ",".join(payload.get("roles", ()))]
    return EventAbout(
        payload.get("staff_id"),
        (tuple(split_roles(roles[0])), tuple(split_roles(roles[1]))) if roles else None,
    )
