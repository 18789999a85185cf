"""Reminds visitors on the working day before, once each, by SMS or e-mail as they chose; who chose a call is called by a clerk.

As with notices (ADR 0235) an attempt is written down before the carrier is called and settled after it. Where the process ends
between the two, the carrier is asked; where that cannot be known the reminder is in doubt and a clerk calls. It is on the trail
only once a carrier took it.
"""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlalchemy import or_, select

from models.clock.legal_time import to_beijing, word_moment
from models.ground.appointment_codes import AppointmentState, ReminderState
from models.ground.errors import OutsideUnavailable
from models.ground.provision_codes import DataKind, ProvisionPurpose
from models.ground.ways import Way
from models.office.appointment import Appointment
from models.office.visiting_room import VisitingRoom
from models.office.visiting_slot import VisitingSlot
from models.vault.normalised import find_mobile
from services.actor import SYSTEM
from services.casefile.record_provision import CARRIED_BY, Provision, record_provision
from services.identity.appointment_contact import Contact, find_contact
from services.office.centre_contact import read_centre_contact
from services.office.offered_times import find_next_workday, find_why_closed
from services.ports.carrier import Carrier, Fate, InDoubt, Parcel, Refused
from services.unit_of_work import Unit, UnitFactory

BATCH = 100
# Nobody is woken by a message of an office.
EARLIEST_HOUR = 8
# Longer than any carrier may take: an attempt that began earlier and is not settled was cut off.
LEASE = timedelta(seconds=180)
REST = timedelta(seconds=60)

_log = structlog.get_logger(__name__)
Carriers = Mapping[Way, Carrier]


def remind_visitors_step(make_unit: UnitFactory, carriers: Carriers) -> int:
    """Settle what was cut off, then remind who comes on the next workday; returns how many moved on.

    Once one is in doubt the others of its way wait a while: as of notices, one in doubt at most. Without a carrier of its
    way a reminder waits, and stands on the list of those to be called.
    """
    moved = sum(_settle_cut(cut, carriers, make_unit) for cut in _list_cut(make_unit))
    away: set[Way] = set()
    for appointment_id, way in _list_due(make_unit, carriers):
        if way not in away and not _remind(appointment_id, carriers[way], make_unit):
            # It is not asked again in this round, and holds up no other way.
            away.add(way)
        moved += way not in away
    return moved


def _list_due(make_unit: UnitFactory, carriers: Carriers) -> list[tuple[str, Way]]:
    with make_unit().reading() as unit:
        if to_beijing(unit.clock.now()).hour < EARLIEST_HOUR:
            return []
        day = find_next_workday(unit)
        if day is None or find_why_closed(day, unit) is not None:
            # Whoever comes in vain is called, and not asked to come.
            return []
        rested = unit.ports.system_clock.now() - REST
        doubted = select(Appointment.reminder_way).where(
            Appointment.day == day,
            Appointment.reminder_state == ReminderState.IN_DOUBT,
            Appointment.reminder_tried_at > rested,
        )
        ways = set(carriers) - set(unit.session.scalars(doubted))
        rows = unit.session.execute(
            select(Appointment.id, Appointment.reminder_way)
            .where(
                Appointment.day == day,
                Appointment.state == AppointmentState.BOOKED,
                Appointment.reminder_state == ReminderState.WAITING,
                Appointment.reminder_way.in_(ways),
                or_(Appointment.reminder_tried_at.is_(None), Appointment.reminder_tried_at <= rested),
            )
            .order_by(Appointment.reminder_tried_at, Appointment.id)
            .limit(BATCH)
        )
        return [(row.id, way) for row in rows if (way := row.reminder_way) is not None]


def _remind(appointment_id: str, carrier: Carrier, make_unit: UnitFactory) -> bool:
    """False where its way is to be let alone: the carrier is away, or did not say whether it has taken this."""
    with make_unit() as unit:
        parcel = _begin(appointment_id, unit)
    if parcel is None:
        return True
    attempt = (appointment_id, parcel.attempt_id)
    try:
        carrier.carry(parcel)
    except (Refused, ValueError):
        # What cannot be written as an address or a message is never taken.
        _settle(*attempt, ReminderState.REFUSED, make_unit)
    except InDoubt:
        fate = _ask(parcel.attempt_id, carrier)
        _settle_fate(*attempt, fate, make_unit)
        return fate is not Fate.UNKNOWN
    except OutsideUnavailable:
        _settle(*attempt, ReminderState.WAITING, make_unit)
        return False
    else:
        _settle(*attempt, ReminderState.TOLD, make_unit)
    return True


def _begin(appointment_id: str, unit: Unit) -> Parcel | None:
    """Write the attempt down; None where there is none to make any more."""
    row = unit.session.get(Appointment, appointment_id, with_for_update=True)
    if (
        row is None
        or row.state is not AppointmentState.BOOKED
        or row.reminder_state is not ReminderState.WAITING
        or row.day != find_next_workday(unit)
    ):
        return None
    to = _address_of(find_contact(row.id, unit), row.reminder_way)
    if not to:
        row.reminder_state = ReminderState.REFUSED
        return None
    row.reminder_state, row.reminder_tried_at = ReminderState.SENDING, unit.ports.system_clock.now()
    row.reminder_attempts += 1
    subject, text = word_reminder(row, unit)
    return Parcel(_attempt_id(row), to, subject, text)


def _address_of(contact: Contact | None, way: Way | None) -> str | None:
    if contact is None:
        return None
    return contact.email if way is Way.EMAIL else find_mobile(contact.phone)


def word_reminder(row: Appointment, unit: Unit) -> tuple[str, str]:
    """Subject and text: when and where, nobody's name and nothing of the matter."""
    contact = read_centre_contact(unit)
    name, asks = "", ""
    if contact is not None:
        name, asks = contact.name, f"，或致电{contact.phone}" if contact.phone else ""
    slot = unit.session.get_one(VisitingSlot, row.slot_id)
    room = unit.session.get_one(VisitingRoom, slot.room_id)
    where = "，".join(part for part in (room.place, room.name) if part)
    return (
        f"来访预约{row.number}",
        f"【{name}】您预约于{word_moment(row.starts_at)}到本中心来访（预约号{row.number}），地点：{where}。"
        f"需要改期或取消的，请凭预约号和预约码在投诉网页“预约来访”中办理{asks}。",
    )


def _list_cut(make_unit: UnitFactory) -> list[tuple[str, str, Way]]:
    with make_unit().reading() as unit:
        before = unit.ports.system_clock.now() - LEASE
        rows = unit.session.scalars(
            select(Appointment)
            .where(
                Appointment.reminder_state == ReminderState.SENDING, Appointment.reminder_tried_at < before
            )
            .limit(BATCH)
        )
        return [(row.id, _attempt_id(row), row.reminder_way) for row in rows if row.reminder_way is not None]


def _settle_cut(cut: tuple[str, str, Way], carriers: Carriers, make_unit: UnitFactory) -> int:
    appointment_id, attempt_id, way = cut
    carrier = carriers.get(way)
    try:
        fate = Fate.UNKNOWN if carrier is None else carrier.find_fate(attempt_id)
    except OutsideUnavailable:
        return 0
    _settle_fate(appointment_id, attempt_id, fate, make_unit)
    return 1


def _ask(attempt_id: str, carrier: Carrier) -> Fate:
    """Who cannot be asked at once does not know."""
    try:
        return carrier.find_fate(attempt_id)
    except OutsideUnavailable:
        return Fate.UNKNOWN


def _settle_fate(appointment_id: str, attempt_id: str, fate: Fate, make_unit: UnitFactory) -> None:
    states = {Fate.TAKEN: ReminderState.TOLD, Fate.NEVER_SEEN: ReminderState.WAITING}
    _settle(appointment_id, attempt_id, states.get(fate, ReminderState.IN_DOUBT), make_unit)


def _settle(appointment_id: str, attempt_id: str, state: ReminderState, make_unit: UnitFactory) -> None:
    with make_unit() as unit:
        row = unit.session.get_one(Appointment, appointment_id, with_for_update=True)
        if state in (ReminderState.TOLD, ReminderState.IN_DOUBT):
            # It has left whatever became of the visit meanwhile.
            _record_carried(row, attempt_id, state, unit)
        # Whoever took longer than the lease has lost it, and one that was moved meanwhile is reminded of its new time.
        if row.reminder_state is not ReminderState.SENDING or _attempt_id(row) != attempt_id:
            return
        row.reminder_state = state
        if state is ReminderState.TOLD and row.reminder_way is not None:
            row.reminded_at = unit.clock.now()
            payload = {"appointment_id": row.id, "way": row.reminder_way.value}
            unit.trail.add(row.complaint_id, "appointment.reminded", payload, SYSTEM)
    _log.info("reminder_moved", appointment_id=appointment_id, state=state.value)


def _record_carried(row: Appointment, attempt_id: str, state: ReminderState, unit: Unit) -> None:
    if row.reminder_way is None:
        return
    recipient, way = CARRIED_BY[row.reminder_way]
    provision = Provision(
        f"reminder:{attempt_id}",
        row.complaint_id,
        recipient,
        ProvisionPurpose.NOTICE,
        way,
        (DataKind.CONTACT,),
        words=row.number,
        is_certain=state is ReminderState.TOLD,
    )
    record_provision(provision, unit, SYSTEM)


def _attempt_id(row: Appointment) -> str:
    return f"{row.id}-{row.reminder_attempts}"
