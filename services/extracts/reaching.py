"""How the complainant can be reached: masked, with what he wished; the clear data is one step away, for a purpose on record."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.ground.ways import Way
from services.casefile.wished_way import WishedWay, find_wished_way
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.identity.known_ways import find_known_ways
from services.identity.masked_identity import find_masked_identity
from services.tasks.extract import Extract
from services.worklist.identity_permission import REVEALING_ROLES, may_know_identity


@dataclass(frozen=True, slots=True)
class Reaching:
    """`masked` is None for who filed without a name, and where it is kept from this reader: `is_kept`.

    `may_know`: whether he may look at the clear data.
    """

    masked: Mapping[str, str] | None
    is_kept: bool
    ways: tuple[Way, ...]
    wished: WishedWay | None
    may_know: bool


def read(scene: Scene) -> Reaching:
    """Nothing is opened for it but what the file shows masked."""
    complaint, unit = scene.complaint, scene.unit
    masked = find_masked_identity(complaint.id, unit)
    is_kept = masked is not None and not may_know_identity(complaint, scene.login, unit)
    may_reveal = bool(scene.actor.roles.intersection(REVEALING_ROLES))
    return Reaching(
        masked=None if is_kept else masked,
        is_kept=is_kept,
        ways=tuple(sorted(find_known_ways(complaint, unit))),
        wished=find_wished_way(complaint.id, unit),
        may_know=masked is not None and not is_kept and may_reveal,
    )


PART = Part(name=Extract.REACHING, read=read, instead_of=frozenset({"wished_way"}))
