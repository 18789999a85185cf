"""Alerts by mail: what came up since the last mail goes to each person in one.

An attempt is written down before the server is called and settled after it. What may have left is not sent again by itself:
it stands in doubt on the page of the person, and its alerts at `/alerts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.ground.dispatch_codes import DispatchState
from models.ground.errors import OutsideUnavailable
from models.ground.ids import new_id
from models.office.alert import Alert, AlertKind
from models.office.alert_mail import AlertMail, AlertMailChoice
from models.office.staff import Staff
from services.access.restricted import is_restricted
from services.alerts.choose_mail import WATCHERS
from services.alerts.list_alerts import visible_alerts
from services.dispatch.settle_attempt import state_of
from services.dispatch.waits import LEASE_SECONDS, LONGEST_WAIT_SECONDS, after, later
from services.office.centre_contact import read_centre_contact
from services.ports.carrier import Carrier, Fate, InDoubt, Parcel, Refused
from services.unit_of_work import Unit, UnitFactory

BATCH = 50
MOST_NAMED = 20
NO_CARRIER, NOT_WANTED, BAD_ADDRESS = "NO_CARRIER", "NOT_WANTED", "BAD_ADDRESS"
WORDS: Mapping[AlertKind, str] = {
    AlertKind.LATE: "逾期",
    AlertKind.SUPERVISED: "自动督办",
    AlertKind.INCIDENT: "流程异常",
    AlertKind.STANDSTILL: "停在无人可办处",
    AlertKind.UNSENT: "消息发不出去",
    AlertKind.UNDELIVERED: "通知未送达",
    AlertKind.URGED: "来件渠道催办",
    AlertKind.DOOR: "收件中断",
    AlertKind.DATA_INCIDENT: "个人信息安全事件未告知",
    AlertKind.RETURNED_FILE: "已销毁的案卷随备份恢复",
    AlertKind.DESTROYED_LIST: "已销毁案卷名单无法读写",
    AlertKind.WAVE: "苗头预警",
    AlertKind.LINKED: "他人关联账号登录身份",
    AlertKind.DAY_NEAR: "交办事项临近期限",
    AlertKind.DAY_PAST: "交办事项逾期",
}

_log = structlog.get_logger(__name__)
# Where it goes, and why.
_Moved = tuple[DispatchState, str | None]


def mail_alerts_step(make_unit: UnitFactory, carrier: Carrier | None, pages: str) -> int:
    """Make the mails that are due and send those that wait; returns how many moved on. Without a carrier they are kept."""
    made = sum(_make(staff_id, make_unit) for staff_id in _list_due(make_unit))
    return made + _send_waiting(make_unit, carrier, pages)


def _list_due(make_unit: UnitFactory) -> list[str]:
    """Whose last mail is long enough ago, of those for whom anything came up."""
    with make_unit().reading() as unit:
        now = unit.ports.system_clock.now()
        newest = unit.session.scalar(select(func.max(Alert.id))) or 0
        rows = unit.session.scalars(
            select(AlertMailChoice).where(AlertMailChoice.is_on, AlertMailChoice.told_up_to < newest)
        )
        return [
            row.staff_id
            for row in rows
            if row.mailed_at is None or row.mailed_at + timedelta(minutes=row.minutes) <= now
        ]


def _make(staff_id: str, make_unit: UnitFactory) -> int:
    with make_unit() as unit:
        choice = unit.session.get_one(AlertMailChoice, staff_id, with_for_update=True)
        newest = unit.session.scalar(select(func.max(Alert.id))) or 0
        fresh = visible_alerts(staff_id, unit).where(
            Alert.id > choice.told_up_to, Alert.id <= newest, Alert.kind.in_(choice.kinds)
        )
        ids = [row.id for row in unit.session.scalars(fresh.order_by(Alert.id))]
        choice.told_up_to = newest
        if not ids or not _is_wanted(choice, unit):
            return 0
        now = unit.ports.system_clock.now()
        choice.mailed_at = now
        unit.session.add(
            AlertMail(
                id=new_id(),
                staff_id=staff_id,
                made_at=unit.clock.now(),
                alert_ids=ids,
                state=DispatchState.WAITING,
                state_at=unit.clock.now(),
                next_try_at=now,
            )
        )
        return 1


def _is_wanted(choice: AlertMailChoice, unit: Unit) -> bool:
    """Who watches no more, or has switched it off, gets none that waits either."""
    person = unit.session.get(Staff, choice.staff_id)
    return choice.is_on and person is not None and person.active and bool(WATCHERS & set(person.roles))


def _send_waiting(make_unit: UnitFactory, carrier: Carrier | None, pages: str) -> int:
    moved = _settle_cut(make_unit, carrier)
    for mail_id in _list_waiting(make_unit):
        with make_unit() as unit:
            begun = _begin(mail_id, carrier, pages, unit)
        if begun is not None and carrier is not None:
            attempt, parcel = begun
            state, reason = _carry(parcel, carrier)
            _settle((mail_id, attempt), (state, reason), make_unit)
            if state in (DispatchState.WAITING, DispatchState.IN_DOUBT):
                # The server is away or in doubt: the others wait.
                break
        moved += 1
    return moved


def _list_waiting(make_unit: UnitFactory) -> list[str]:
    """What is due; nothing while a server that did not say what it takes is given a rest."""
    with make_unit().reading() as unit:
        now = unit.ports.system_clock.now()
        in_doubt = select(AlertMail.id).where(
            AlertMail.state == DispatchState.IN_DOUBT, AlertMail.next_try_at > now
        )
        due = select(AlertMail.id).where(
            AlertMail.state == DispatchState.WAITING, AlertMail.next_try_at <= now, ~in_doubt.exists()
        )
        return list(unit.session.scalars(due.order_by(AlertMail.next_try_at, AlertMail.id).limit(BATCH)))


def _begin(mail_id: str, carrier: Carrier | None, pages: str, unit: Unit) -> tuple[int, Parcel] | None:
    """Write the attempt down, with its number; None where there is none to make."""
    row = unit.session.get_one(AlertMail, mail_id, with_for_update=True)
    if row.state is not DispatchState.WAITING:
        return None
    parcel = _write(row, pages, unit)
    if parcel is None or carrier is None:
        _move(
            row,
            (DispatchState.DROPPED, NOT_WANTED) if parcel is None else (DispatchState.KEPT, NO_CARRIER),
            unit,
        )
        return None
    row.state, row.state_at, row.next_try_at = (
        DispatchState.SENDING,
        unit.clock.now(),
        later(LEASE_SECONDS, unit),
    )
    row.attempts += 1
    return row.attempts, parcel


def _carry(parcel: Parcel, carrier: Carrier) -> tuple[DispatchState, str | None]:
    try:
        carrier.carry(parcel)
    except Refused as refused:
        return DispatchState.REFUSED, refused.code
    except ValueError:
        # What cannot be written as an address or a message holds up no other.
        return DispatchState.REFUSED, BAD_ADDRESS
    except OutsideUnavailable:
        return DispatchState.WAITING, None
    except InDoubt:
        return state_of(_ask(parcel.attempt_id, carrier)), None
    return DispatchState.TAKEN, None


def _ask(attempt_id: str, carrier: Carrier | None) -> Fate:
    """Who cannot be asked at once does not know."""
    try:
        return Fate.UNKNOWN if carrier is None else carrier.find_fate(attempt_id)
    except OutsideUnavailable:
        return Fate.UNKNOWN


def _settle_cut(make_unit: UnitFactory, carrier: Carrier | None) -> int:
    """Attempts whose lease is over were cut off: what the server does not know of is in doubt; it holds up no other."""
    with make_unit().reading() as unit:
        now = unit.ports.system_clock.now()
        cut = select(AlertMail).where(AlertMail.state == DispatchState.SENDING, AlertMail.next_try_at <= now)
        found = [(row.id, row.attempts) for row in unit.session.scalars(cut.limit(BATCH))]
    for mail_id, attempt in found:
        state = state_of(_ask(_name(mail_id), carrier))
        _settle((mail_id, attempt), (state, None), make_unit, rests=False)
    return len(found)


def _settle(of: tuple[str, int], to: _Moved, make_unit: UnitFactory, *, rests: bool = True) -> None:
    """The mail's attempt of this number; who took longer than the lease has lost it. `rests`: the others wait for a doubt."""
    mail_id, attempt = of
    with make_unit() as unit:
        row = unit.session.get_one(AlertMail, mail_id, with_for_update=True)
        if row.state is not DispatchState.SENDING or row.attempts != attempt:
            return
        _move(row, to, unit)
        state, _ = to
        if state is DispatchState.WAITING:
            row.next_try_at = after(row.attempts, unit)
        elif state is DispatchState.IN_DOUBT and rests:
            row.next_try_at = later(LONGEST_WAIT_SECONDS, unit)


def _move(row: AlertMail, to: _Moved, unit: Unit) -> None:
    row.state, row.reason = to
    row.state_at = unit.clock.now()
    _log.info("alert_mail_moved", mail_id=row.id, state=row.state.value, attempt=row.attempts)


def _name(mail_id: str) -> str:
    """What the server knows it by."""
    return f"alert-{mail_id}"


@dataclass(frozen=True, slots=True)
class _Told:
    """An alert as a mail names it; no number for what is of no case, or of one for named readers alone."""

    kind: AlertKind
    number: str | None


def _write(row: AlertMail, pages: str, unit: Unit) -> Parcel | None:
    """The mail, with one id in all its attempts; None where it is not wanted any more."""
    choice = unit.session.get(AlertMailChoice, row.staff_id)
    if choice is None or not _is_wanted(choice, unit):
        return None
    told = _list_told(row, unit)
    contact = read_centre_contact(unit)
    name = contact.name if contact is not None else ""
    lines = [f"【{name}】有{len(row.alert_ids)}条提醒（编号{row.id[:8]}）："]
    lines += [line for kind in AlertKind if (line := _line(kind, told))]
    lines.append(f"请登录系统查看：{pages}alerts" if pages else "请登录系统在“提醒”中查看。")
    subject = f"有{len(row.alert_ids)}条提醒（编号{row.id[:8]}）"
    return Parcel(_name(row.id), choice.address, subject, "\n".join(lines))


def _line(kind: AlertKind, told: Sequence[_Told]) -> str:
    of_kind = [one for one in told if one.kind is kind]
    if not of_kind:
        return ""
    numbers = list(dict.fromkeys(one.number for one in of_kind if one.number))
    named = "、".join(numbers[:MOST_NAMED]) + ("等" if len(numbers) > MOST_NAMED else "")
    return f"{WORDS[kind]}{len(of_kind)}条" + (f"：{named}" if named else "")


def _list_told(row: AlertMail, unit: Unit) -> list[_Told]:
    """Read anew for each attempt: what is kept from the person by now is not named, and what is over is not counted twice."""
    seen = visible_alerts(row.staff_id, unit, with_past=True).where(Alert.id.in_(row.alert_ids))
    alerts = unit.session.scalars(seen.order_by(Alert.id)).all()
    rows = unit.session.execute(
        select(Complaint.id, Complaint.number).where(
            Complaint.id.in_([one.complaint_id for one in alerts if one.complaint_id]), ~is_restricted()
        )
    )
    numbers = {complaint_id: number for complaint_id, number in rows}
    return [_Told(one.kind, numbers.get(one.complaint_id or "")) for one in alerts]
