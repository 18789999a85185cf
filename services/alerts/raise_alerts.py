"""The workers' look for what is worth an alert: each thing once, however often it is looked at and by whomever."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import String, cast, literal, select, update

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.lifecycle import ClockKind, Rung, Stage
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.clock.legal_time import as_iso
from models.ground.dispatch_codes import DispatchState
from models.ledger.outbox import OutboxRow
from models.office.alert import Alert, AlertKind
from models.office.provider_identity import ProviderLink
from models.office.standstill import Standstill
from services.access.restricted import is_restricted
from services.alerts.destroyed_look import DestroyedLook, SeenFiles
from services.alerts.due_days import list_due_days
from services.alerts.open_incidents import list_incident_places
from services.anchor.store_notice import NO_ANCHOR_ROW
from services.incoming.door_outages import list_doors_away
from services.outbox.send_alert import SendAlert
from services.ports.monitor import Monitor
from services.privacy.incident_people import list_untold
from services.unit_of_work import Unit, UnitFactory
from services.waves.read_waves import list_open_waves

# In one commit; the next look takes the next.
MOST_AT_ONCE = 200
LINKS_STAY = timedelta(days=7)
_log = structlog.get_logger(__name__)
_KIND_OF = {Rung.OVER: AlertKind.LATE, Rung.SUPERVISED: AlertKind.SUPERVISED}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to be told of; `what` is a code that the kind's catalogue names."""

    key: str
    kind: AlertKind
    what: str
    complaint_id: str | None = None
    facts: dict[str, object] = field(default_factory=dict)


def raise_alerts_step(
    make_unit: UnitFactory, monitor: Monitor, *, has_receiver: bool, look: DestroyedLook | None = None
) -> int:
    """Raise what is new and clear what is over; returns how many were raised.

    What the office knows itself is told of while the engine is away too; then OutsideUnavailable.
    """
    seen = None if look is None else look.look(make_unit)
    with make_unit() as unit:
        raised = _keep(AlertKind.STANDSTILL, _list_standing(unit), has_receiver, unit)
        raised += _keep(AlertKind.UNSENT, _list_unsent(unit), has_receiver, unit)
        raised += _keep(AlertKind.UNDELIVERED, _list_undelivered(unit), has_receiver, unit)
        raised += _keep(AlertKind.URGED, _list_urged(unit), has_receiver, unit)
        raised += _keep(AlertKind.DOOR, _list_doors_away(unit), has_receiver, unit)
        raised += _keep(AlertKind.DATA_INCIDENT, _list_untold(unit), has_receiver, unit)
        raised += _keep(AlertKind.WAVE, _list_waves(unit), has_receiver, unit)
        raised += _keep(AlertKind.LINKED, _list_linked(unit), has_receiver, unit)
        raised += _keep_due_days(has_receiver, unit)
        returned = 0 if seen is None else _keep_destroyed(seen, has_receiver, unit)
        raised += _add(_list_new_rungs(unit), has_receiver, unit)
        _clear_rungs(unit)
    if returned:
        _log.warning("destroyed_files_are_back", number=returned)
        raised += returned
    # The engine is asked between two transactions, never in one.
    places = list_incident_places(monitor, make_unit)
    things = [
        Thing(f"incident:{place.key}", AlertKind.INCIDENT, place.process_id, place.complaint_id)
        for place in places
    ]
    with make_unit() as unit:
        raised += _keep(AlertKind.INCIDENT, things, has_receiver, unit)
    return raised


def _list_standing(unit: Unit) -> list[Thing]:
    rows = unit.session.scalars(select(Standstill)).all()
    return [
        Thing(
            f"standstill:{row.kind}:{row.key}:{as_iso(row.since)}",
            AlertKind.STANDSTILL,
            row.key if row.key == NO_ANCHOR_ROW else row.kind.value,
            row.complaint_id,
        )
        for row in rows
    ]


def _list_unsent(unit: Unit) -> list[Thing]:
    """What waits for a person; of alerts that could not be delivered no alert is delivered."""
    rows = unit.session.scalars(
        select(OutboxRow).where(
            OutboxRow.sent_at.is_(None), OutboxRow.held_at.is_not(None), OutboxRow.kind != SendAlert.KIND
        )
    )
    return [Thing(f"unsent:{row.id}", AlertKind.UNSENT, row.kind, row.complaint_id) for row in rows]


def _list_undelivered(unit: Unit) -> list[Thing]:
    """Notices to complainants that were refused, are in doubt or came back; those that an office never sends are no news."""
    states = (DispatchState.REFUSED, DispatchState.IN_DOUBT, DispatchState.RETURNED)
    rows = unit.session.scalars(select(Dispatch).where(Dispatch.state.in_(states)))
    return [
        Thing(
            f"undelivered:{row.id}:{row.attempts}",
            AlertKind.UNDELIVERED,
            row.state.value,
            row.complaint_id,
        )
        for row in rows
    ]


def _list_urged(unit: Unit) -> list[Thing]:
    """Complaints that are not answered and of which their channel has asked where they stay: each time anew."""
    rows = unit.session.execute(
        select(Complaint.id, Complaint.times_urged).where(
            Complaint.times_urged > 0, Complaint.stage.not_in((Stage.RETURN_VISIT, Stage.ARCHIVED))
        )
    )
    return [
        Thing(f"urged:{complaint_id}:{times}", AlertKind.URGED, "hotline", complaint_id)
        for complaint_id, times in rows
    ]


def _list_doors_away(unit: Unit) -> list[Thing]:
    """Doors at which nothing comes in: one alert an outage, which ends with it."""
    return [
        Thing(f"door:{one.door.value}:{as_iso(one.since)}", AlertKind.DOOR, one.door.value)
        for one in list_doors_away(unit)
    ]


def _list_untold(unit: Unit) -> list[Thing]:
    """Open incidents with personal data of which the authority, or somebody concerned, has not been told in time."""
    return [
        Thing(f"data_incident:{incident_id}:{who}", AlertKind.DATA_INCIDENT, who)
        for incident_id, who in list_untold(unit)
    ]


def _list_waves(unit: Unit) -> list[Thing]:
    """What suddenly more complaints are about, until somebody decides; told anew where it grew after that."""
    return [
        Thing(f"wave:{wave_id}:{raised}", AlertKind.WAVE, dimension)
        for wave_id, raised, dimension in list_open_waves(unit)
    ]


def _list_linked(unit: Unit) -> list[Thing]:
    """Accounts that somebody else linked to an identity: a week at least, and until their people say that they know of it."""
    week_ago = unit.ports.system_clock.now() - LINKS_STAY
    is_told = ProviderLink.known_at.is_(None) | (ProviderLink.linked_at > week_ago)
    rows = unit.session.scalars(
        select(ProviderLink).where(ProviderLink.linked_by != ProviderLink.staff_id, is_told)
    )
    return [
        Thing(
            f"linked:{row.staff_id}:{as_iso(row.linked_at)}",
            AlertKind.LINKED,
            "provider",
            facts={"staff_id": row.staff_id, "by": row.linked_by},
        )
        for row in rows
    ]


def _keep_due_days(has_receiver: bool, unit: Unit) -> int:
    """Before the day that people set for a thing, and again after it, until the thing is done."""
    raised = 0
    for kind, due in zip((AlertKind.DAY_NEAR, AlertKind.DAY_PAST), list_due_days(unit), strict=True):
        things = [
            Thing(f"{kind.value}:{one.key}", kind, one.what, one.complaint_id, one.facts) for one in due
        ]
        raised += _keep(kind, things, has_receiver, unit)
    return raised


def _keep_destroyed(seen: SeenFiles, has_receiver: bool, unit: Unit) -> int:
    """Destroyed files that stand in a restored database, and a list of them that cannot be kept; how many files are new.

    Each time anew, as a second backup may bring back what was destroyed again. While the list says nothing, what was told stays.
    """
    kinds, now = (AlertKind.RETURNED_FILE, AlertKind.DESTROYED_LIST), as_iso(unit.clock.now())
    rows = unit.session.scalars(select(Alert).where(Alert.kind.in_(kinds), Alert.cleared_at.is_(None))).all()
    told = {row.complaint_id or str(row.facts["what"]): row.key for row in rows}
    returned = [row.complaint_id for row in rows if row.complaint_id]
    if seen.returned is not None:
        returned = [one.complaint_id for one in seen.returned]
    things = [
        Thing(told.get(case, f"returned_file:{case}:{now}"), AlertKind.RETURNED_FILE, "backup", case)
        for case in returned
    ]
    faults = [
        Thing(told.get(fault, f"destroyed_list:{fault}:{now}"), AlertKind.DESTROYED_LIST, fault)
        for fault in (seen.fault,)
        if fault
    ]
    _keep(AlertKind.DESTROYED_LIST, faults, has_receiver, unit)
    return _keep(AlertKind.RETURNED_FILE, things, has_receiver, unit)


def _list_new_rungs(unit: Unit) -> Iterator[Thing]:
    """Rungs that running limits have reached for their present due moment, the oldest first."""
    key = literal("rung:", String) + cast(ClockRung.id, String)
    rows = unit.session.execute(
        select(ClockRung, Clock)
        .join(Clock, Clock.id == ClockRung.clock_id)
        .where(
            ClockRung.rung.in_(_KIND_OF),
            ClockRung.announced_at.is_not(None),
            ClockRung.due_at == Clock.due_at,
            Clock.stopped_at.is_(None),
            # An order of a file review is alerted by its day, which also says which order it is.
            Clock.kind != ClockKind.FILE_DEFECT,
            ~select(Alert.id).where(Alert.key == key).exists(),
        )
        .order_by(ClockRung.id)
        .limit(MOST_AT_ONCE)
    ).all()
    for rung, clock in rows:
        facts: dict[str, object] = {"due_at": as_iso(rung.due_at)}
        yield Thing(f"rung:{rung.id}", _KIND_OF[rung.rung], clock.kind.value, clock.complaint_id, facts)


def _clear_rungs(unit: Unit) -> None:
    """A limit that has stopped, or is due at another moment now, is not late any more."""
    still = (
        select(literal("rung:", String) + cast(ClockRung.id, String))
        .join(Clock, Clock.id == ClockRung.clock_id)
        .where(ClockRung.due_at == Clock.due_at, Clock.stopped_at.is_(None))
    )
    unit.session.execute(
        update(Alert)
        .where(Alert.kind.in_(_KIND_OF.values()), Alert.cleared_at.is_(None), Alert.key.not_in(still))
        .values(cleared_at=unit.clock.now())
        .execution_options(synchronize_session=False)
    )


def _keep(kind: AlertKind, things: Sequence[Thing], has_receiver: bool, unit: Unit) -> int:
    """Raise those that are new, and clear those of the kind that are not there any more."""
    rows = unit.session.scalars(select(Alert).where(Alert.kind == kind, Alert.cleared_at.is_(None))).all()
    there, now = {thing.key for thing in things}, unit.clock.now()
    for row in rows:
        if row.key not in there:
            row.cleared_at = now
    known = {row.key for row in rows}
    fresh = [thing for thing in things if thing.key not in known]
    return _add(iter(fresh[:MOST_AT_ONCE]), has_receiver, unit)


def _add(things: Iterator[Thing], has_receiver: bool, unit: Unit) -> int:
    fresh = list(things)
    earlier = set(unit.session.scalars(select(Alert.key).where(Alert.key.in_([one.key for one in fresh]))))
    numbers = _map_numbers([one.complaint_id for one in fresh if one.complaint_id], unit)
    now, raised = unit.clock.now(), 0
    for one in fresh:
        if one.key in earlier:
            continue
        facts = {"what": one.what, **one.facts}
        unit.session.add(
            Alert(key=one.key, kind=one.kind, complaint_id=one.complaint_id, facts=facts, raised_at=now)
        )
        raised += 1
        if has_receiver:
            _tell(one, numbers.get(one.complaint_id or ""), now, unit)
    return raised


def _tell(one: Thing, number: str | None, now: datetime, unit: Unit) -> None:
    message = SendAlert(
        alert_key=one.key, alert_kind=one.kind.value, what=one.what, number=number, raised_at=as_iso(now)
    )
    unit.outbox.add(message, f"alert:{one.key}")


def _map_numbers(complaint_ids: Sequence[str], unit: Unit) -> dict[str, str]:
    """The numbers of the cases that may be named outside: of one for named readers alone nothing leaves."""
    rows = unit.session.execute(
        select(Complaint.id, Complaint.number).where(Complaint.id.in_(complaint_ids), ~is_restricted())
    )
    return {complaint_id: number for complaint_id, number in rows}
