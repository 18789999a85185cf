"""The ways by which people reach the centre with a complaint: published, each with somebody who answers for its address.

The addresses come with the organisation's document; who answers for one says from time to time that it still holds, or
changes it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.base import JsonObject
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from models.office.centre import Centre
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.unit_of_work import Unit, UnitOfWork

# Whoever answers for an address looks at it once a month; later the public page says so, and the supervisors' too.
CHECKED_EVERY = timedelta(days=30)
MAX_ADDRESS = 200
CHANNELS = "channels"


@dataclass(frozen=True, slots=True)
class PublicChannel:
    """One way. `address` is empty for this site itself; `owner` is a login, `owner_unit` the name of his unit."""

    code: str
    address: str
    owner: str | None
    owner_name: str
    owner_unit: str
    checked_on: date | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class CheckChannel:
    """`address` is what holds today; `owner`, from an administrator, who answers for it from now on (None: as before)."""

    code: str
    address: str = ""
    owner: str | None = None


def _letter(contact: JsonObject) -> str:
    return " ".join(str(contact[part]) for part in ("postal_code", "address") if contact.get(part))


def _boxes(contact: JsonObject) -> str:
    told = "、".join(str(box) for box in contact.get("opinion_boxes") or ())
    opening = contact.get("opinion_box_opening")
    return f"{told}（{opening}）" if told and opening else told


# In the order in which people read them; what the document gives no address for is not published.
_ADDRESSES: Mapping[str, Callable[[JsonObject], str]] = {
    "portal": lambda _contact: "",
    "desk": lambda contact: str(contact.get("desk") or contact.get("address") or ""),
    "phone": lambda contact: str(contact.get("complaint_phone") or ""),
    "email": lambda contact: str(contact.get("complaint_email") or ""),
    "letter": _letter,
    "boxes": _boxes,
    "hotline": lambda _contact: "12345",
}


def list_public_channels(unit_of_work: UnitOfWork) -> list[PublicChannel]:
    """Those that have an address, and this site."""
    with unit_of_work.reading() as unit:
        contact = _read_contact(unit)
        owners = {row["owner"] for row in _known(contact).values() if row.get("owner")}
        people = {
            row.login: row for row in unit.session.scalars(select(Staff).where(Staff.login.in_(owners)))
        }
        units = {row.unit for row in people.values()}
        names = {
            row.code: row.name
            for row in unit.session.scalars(select(OrganisationUnit).where(OrganisationUnit.code.in_(units)))
        }
        today = beijing_date(unit.clock.now())
    channels = []
    for code, address, row in _published(contact):
        person = people.get(row.get("owner") or "")
        checked_on = _checked_on(row)
        channels.append(
            PublicChannel(
                code,
                address,
                person.login if person else None,
                person.name if person else "",
                names.get(person.unit, "") if person else "",
                checked_on,
                _is_stale(checked_on, today),
            )
        )
    return channels


def count_stale_channels(unit_of_work: UnitOfWork, actor: Actor) -> int:
    """How many wait to be looked at: all of them for supervisors and administrators, one's own for everybody else.

    Every page of the staff asks, so the names of the owners are not read for it.
    """
    with unit_of_work.reading() as unit:
        contact, today = _read_contact(unit), beijing_date(unit.clock.now())
    sees_all = actor.roles & {Role.SUPERVISOR, Role.DIRECTOR, Role.ADMINISTRATOR}
    return sum(
        1
        for _code, _address, row in _published(contact)
        if _is_stale(_checked_on(row), today) and (sees_all or row.get("owner") == actor.staff_id)
    )


def _read_contact(unit: Unit) -> JsonObject:
    centre = unit.session.scalars(select(Centre)).one_or_none()
    return centre.contact if centre is not None else {}


def _known(contact: JsonObject) -> Mapping[str, JsonObject]:
    return contact.get(CHANNELS) or {}


def _published(contact: JsonObject) -> Iterator[tuple[str, str, JsonObject]]:
    """Code, address and what is noted of each channel that people can use."""
    for code, find_address in _ADDRESSES.items():
        row = _known(contact).get(code) or {}
        address = str(row.get("address") or find_address(contact))
        if address or code == "portal":
            yield code, address, row


def _checked_on(row: JsonObject) -> date | None:
    return date.fromisoformat(row["checked_on"]) if row.get("checked_on") else None


def _is_stale(checked_on: date | None, today: date) -> bool:
    return checked_on is None or today - checked_on > CHECKED_EVERY


def check_channel(command: CheckChannel, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Say that the address holds today, or what it is now.

    NotPermitted for anybody but who answers for it and an administrator, who alone names who answers. InvalidInput for
    an address that is empty or too long, or a name that is nobody's.
    """
    if command.code not in _ADDRESSES:
        raise NotFound
    address = command.address.strip()
    if not address and command.code != "portal":
        raise InvalidInput({"address": "REQUIRED"})
    if len(address) > MAX_ADDRESS or "\x00" in address:
        raise InvalidInput({"address": "TOO_LONG"})
    with unit_of_work as unit:
        centre = unit.session.scalars(select(Centre).with_for_update()).one()
        channels: dict[str, JsonObject] = dict(centre.contact.get(CHANNELS) or {})
        row = dict(channels.get(command.code) or {})
        is_administrator = Role.ADMINISTRATOR in actor.roles
        if not is_administrator and (actor.staff_id is None or row.get("owner") != actor.staff_id):
            raise NotPermitted
        if is_administrator and command.owner is not None:
            row["owner"] = _known_login(command.owner, unit)
        if address != _ADDRESSES[command.code](centre.contact):
            row["address"] = address
        else:
            row.pop("address", None)
        row |= {"checked_on": beijing_date(unit.clock.now()).isoformat(), "checked_by": actor.name}
        centre.contact = {**centre.contact, CHANNELS: {**channels, command.code: row}}
        unit.trail.add(None, "channel.checked", {"channel": command.code, "address": address}, actor)


def _known_login(login: str, unit: Unit) -> str | None:
    if not login:
        return None
    person = unit.session.get(Staff, login)
    if person is None or not person.active:
        raise InvalidInput({"owner": "NOT_AN_OPTION"})
    return login
