"""Who gets which alerts by mail: chosen by the person himself, or for him by the office, with who, when and why."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.ground.codes import Role
from models.ground.dispatch_codes import DispatchState
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.office.alert import Alert, AlertKind
from models.office.alert_mail import AlertMail, AlertMailChoice
from models.office.staff import Staff
from services.actor import Actor, require_role, staff_id_of
from services.office.people_names import map_people_names
from services.office.place_fields import LONGEST_NAME, is_mail_address
from services.unit_of_work import Unit, UnitOfWork

SHORTEST, LONGEST = 5, 1440
DEFAULT_MINUTES = 30
LONGEST_REASON = 500
MOST_SHOWN = 20
WATCHERS = frozenset({Role.SUPERVISOR, Role.DIRECTOR})


@dataclass(frozen=True, slots=True)
class ChooseMail:
    """`minutes` as typed; `reason` where it is chosen for another. `version` is that of the page, 0 before the first choice."""

    staff_id: str
    is_on: bool
    address: str
    kinds: Collection[str]
    minutes: str
    version: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SentMail:
    """One mail that told of so many alerts; `confirmed_by` is the name of who says that it arrived, empty without one."""

    id: str
    made_at: datetime
    number: int
    state: DispatchState
    state_at: datetime
    reason: str | None
    confirmed_by: str

    @property
    def waits_for_person(self) -> bool:
        """Whether somebody has to say what became of it."""
        return self.state is DispatchState.IN_DOUBT


@dataclass(frozen=True, slots=True)
class MailChoice:
    """What a person gets, as a form shows it; `changed_by` is a name, `sent` what is in doubt, then the newest mails."""

    staff_id: str
    name: str
    is_on: bool
    address: str
    kinds: tuple[str, ...]
    minutes: int
    version: int
    changed_by: str
    changed_at: datetime | None
    sent: tuple[SentMail, ...] = ()


def choose_mail(command: ChooseMail, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Keep it. What came up before it was switched on is told by no mail.

    NotPermitted for another than the watcher himself and administrators, NotFound for who watches nothing, InvalidInput by
    field, Conflict for a page that was overtaken.
    """
    with unit_of_work as unit:
        login = require_may_choose(command.staff_id, actor)
        _get_watcher(command.staff_id, unit)
        minutes = _check(command, is_for_another=login != command.staff_id)
        row = unit.session.get(AlertMailChoice, command.staff_id, with_for_update=True)
        if command.version != (0 if row is None else row.version):
            raise Conflict
        before = None if row is None else _tell(row)
        if row is None:
            row = AlertMailChoice(staff_id=command.staff_id, is_on=False, version=0, told_up_to=0)
        if command.is_on and not row.is_on:
            row.told_up_to = unit.session.scalar(select(func.max(Alert.id))) or 0
        is_moved = row.version > 0 and row.address != command.address.strip()
        row.is_on, row.address, row.minutes = command.is_on, command.address.strip(), minutes
        row.kinds = [kind.value for kind in AlertKind if kind.value in command.kinds]
        row.version += 1
        row.changed_by, row.changed_at = login, unit.clock.now()
        unit.session.add(row)
        payload = {
            "staff_id": row.staff_id,
            "before": before,
            "after": _tell(row),
            "address_changed": is_moved,
        }
        unit.trail.add(None, "alerts.mail_chosen", payload | {"reason": command.reason.strip()}, actor)


def read_choice(staff_id: str, unit_of_work: UnitOfWork, actor: Actor) -> MailChoice:
    """Refused as `choose_mail` refuses."""
    require_may_choose(staff_id, actor)
    with unit_of_work.reading() as unit:
        person = _get_watcher(staff_id, unit)
        names = map_people_names(unit)
        mails = tuple(_show_mail(row, names) for row in _list_sent(staff_id, unit))
        return _show(person, unit.session.get(AlertMailChoice, staff_id), names, mails)


def list_choices(unit_of_work: UnitOfWork, actor: Actor) -> list[MailChoice]:
    """Of everybody who watches, by name. NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        rows = {row.staff_id: row for row in unit.session.scalars(select(AlertMailChoice))}
        people = unit.session.scalars(select(Staff).where(Staff.active.is_(True)).order_by(Staff.login)).all()
        names = map_people_names(unit)
        return [_show(one, rows.get(one.login), names, ()) for one in people if WATCHERS & set(one.roles)]


def require_may_choose(staff_id: str, actor: Actor) -> str:
    """The login of the watcher himself or of an administrator; NotPermitted for anybody else."""
    if staff_id_of(actor) == staff_id:
        return require_role(actor, *WATCHERS)
    return require_role(actor, Role.ADMINISTRATOR)


def _list_sent(staff_id: str, unit: Unit) -> Iterable[AlertMail]:
    """What waits for a person stays on the page, however many mails came after it."""
    is_settled = AlertMail.state != DispatchState.IN_DOUBT
    return unit.session.scalars(
        select(AlertMail)
        .where(AlertMail.staff_id == staff_id)
        .order_by(is_settled, AlertMail.made_at.desc(), AlertMail.id)
        .limit(MOST_SHOWN)
    )


def _show_mail(row: AlertMail, names: dict[str, str]) -> SentMail:
    return SentMail(
        id=row.id,
        made_at=row.made_at,
        number=len(row.alert_ids),
        state=row.state,
        state_at=row.state_at,
        reason=row.reason,
        confirmed_by=names.get(row.confirmed_by, "") if row.confirmed_by is not None else "",
    )


def _get_watcher(staff_id: str, unit: Unit) -> Staff:
    person = unit.session.get(Staff, staff_id)
    if person is None or not person.active or not WATCHERS & set(person.roles):
        raise NotFound
    return person


def _check(command: ChooseMail, *, is_for_another: bool) -> int:
    faults: dict[str, str] = {}
    address, minutes, reason = command.address.strip(), command.minutes.strip(), command.reason.strip()
    if not address and command.is_on:
        faults["address"] = "REQUIRED"
    elif address and (not is_mail_address(address) or len(address) > LONGEST_NAME):
        faults["address"] = "NOT_AN_EMAIL"
    if command.is_on and not set(command.kinds) & set(AlertKind):
        faults["kinds"] = "REQUIRED"
    if not (minutes.isascii() and minutes.isdecimal()):
        faults["minutes"] = "NOT_A_NUMBER" if minutes else "REQUIRED"
    elif not SHORTEST <= int(minutes) <= LONGEST:
        faults["minutes"] = "TOO_SMALL" if int(minutes) < SHORTEST else "TOO_LARGE"
    if is_for_another and not 1 <= len(reason) <= LONGEST_REASON:
        faults["reason"] = "TOO_LONG" if reason else "REQUIRED"
    if faults:
        raise InvalidInput(faults)
    return int(minutes)


def _tell(row: AlertMailChoice) -> dict[str, object]:
    return {"is_on": row.is_on, "kinds": list(row.kinds or ()), "minutes": row.minutes}


def _show(
    person: Staff, row: AlertMailChoice | None, names: dict[str, str], sent: tuple[SentMail, ...]
) -> MailChoice:
    if row is None:
        every = tuple(kind.value for kind in AlertKind)
        return MailChoice(person.login, person.name, False, "", every, DEFAULT_MINUTES, 0, "", None, sent)
    return MailChoice(
        staff_id=person.login,
        name=person.name,
        is_on=row.is_on,
        address=row.address,
        kinds=tuple(row.kinds),
        minutes=row.minutes,
        version=row.version,
        changed_by=names.get(row.changed_by, ""),
        changed_at=row.changed_at,
        sent=sent,
    )
