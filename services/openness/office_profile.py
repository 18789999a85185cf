"""What the office says of itself to everybody: who leads, which body, which rules, staff and money; versions are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.openness_codes import ProfilePart
from models.office.office_profile import OfficeFund, OfficeProfile
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

LONGEST_PART = 2_000
_MOST_VERSIONS = 50
_MOST_FUNDS = 200


@dataclass(frozen=True, slots=True)
class PublicOffice:
    """`profile` is None where nothing was entered; `funds` one a year, the newest year first."""

    profile: OfficeProfile | None
    funds: tuple[OfficeFund, ...]


@dataclass(frozen=True, slots=True)
class OfficeRecord:
    """As whoever edits it reads it: what holds, and every version of it and of the money, with people by login."""

    office: PublicOffice
    versions: Sequence[OfficeProfile]
    entries: Sequence[OfficeFund]
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChangeProfile:
    """As the form has it; `replaces` is the number of the version that was shown, 0 for none."""

    parts: Mapping[str, str]
    replaces: str


def read_office(unit_of_work: UnitOfWork) -> PublicOffice:
    """What holds, for everybody."""
    with unit_of_work.reading() as unit:
        found = find_office(unit)
        unit.session.expunge_all()
    return found


def find_office(unit: Unit) -> PublicOffice:
    """The latest version, and the latest entry of each year."""
    latest: dict[int, OfficeFund] = {}
    for row in _list_entries(unit):
        latest.setdefault(row.year, row)
    years = sorted(latest.values(), key=lambda row: -row.year)
    return PublicOffice(_find_profile(unit), tuple(years))


def read_office_record(unit_of_work: UnitOfWork, actor: Actor) -> OfficeRecord:
    """NotPermitted for who is neither administrator nor director."""
    require_role(actor, Role.ADMINISTRATOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        query = select(OfficeProfile).order_by(OfficeProfile.id.desc()).limit(_MOST_VERSIONS)
        versions, entries = unit.session.scalars(query).all(), _list_entries(unit)
        people = map_people_names(
            unit, logins={*(row.entered_by for row in versions), *(row.entered_by for row in entries)}
        )
        record = OfficeRecord(find_office(unit), versions, entries, people)
        unit.session.expunge_all()
    return record


def change_profile(command: ChangeProfile, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Enter what holds from now on.

    NotPermitted; InvalidInput by part where it is too long, on `leader` where nothing changed, or where a colleague has
    changed it since it was shown.
    """
    login = require_role(actor, Role.ADMINISTRATOR, Role.DIRECTOR)
    parts = {part.value: command.parts.get(part, "").strip() for part in ProfilePart}
    errors = {name: "TOO_LONG" for name, words in parts.items() if len(words) > LONGEST_PART}
    if errors:
        raise InvalidInput(errors)
    with unit_of_work as unit:
        before = _find_profile(unit)
        if command.replaces != str(before.id if before else 0):
            raise InvalidInput({ProfilePart.LEADER.value: "CHANGED_MEANWHILE"})
        if parts == (before.parts if before else dict.fromkeys(parts, "")):
            raise InvalidInput({ProfilePart.LEADER.value: "SAME_AS_BEFORE"})
        row = OfficeProfile(parts=parts, entered_by=login, entered_at=unit.clock.now())
        unit.session.add(row)
        unit.session.flush()
        changed = [
            name for name, words in parts.items() if words != (before.parts.get(name) if before else "")
        ]
        unit.trail.add(None, "office.profile_entered", {"version": row.id, "parts": changed}, actor)


def _find_profile(unit: Unit) -> OfficeProfile | None:
    return unit.session.scalars(select(OfficeProfile).order_by(OfficeProfile.id.desc()).limit(1)).first()


def _list_entries(unit: Unit) -> Sequence[OfficeFund]:
    """The newest first."""
    query = select(OfficeFund).order_by(OfficeFund.id.desc()).limit(_MOST_FUNDS)
    return unit.session.scalars(query).all()
