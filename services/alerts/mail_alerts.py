"""Alerts by mail: what came up since the last mail goes to each person in one, sent until the server says that it has it."""

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
from services.office.centre_contact import read_centre_contact
from services.ports.carrier import Carrier, InDoubt, Parcel, Refused
from services.unit_of_work import Unit, UnitFactory

BATCH = 50
MOST_NAMED = 20
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 15.0, 900.0
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
    with make_unit().reading() as unit:
        due = select(AlertMail.id).where(
            AlertMail.state == DispatchState.WAITING, AlertMail.next_try_at <= unit.ports.system_clock.now()
        )
        waiting = list(unit.session.scalars(due.order_by(AlertMail.next_try_at, AlertMail.id).limit(BATCH)))
    moved = 0
    for mail_id in waiting:
        with make_unit().reading() as unit:
            parcel = _write(unit.session.get_one(AlertMail, mail_id), pages, unit)
        state, reason = _carry(parcel, carrier)
        _settle(mail_id, state, reason, make_unit)
        if state is DispatchState.WAITING:
            # The server is away or in doubt: the others wait for the next round.
            break
        moved += 1
    return moved


def _carry(parcel: Parcel | None, carrier: Carrier | None) -> tuple[DispatchState, str | None]:
    """A repeat of what was in doubt has the same id and harms nobody."""
    if parcel is None:
        return DispatchState.DROPPED, NOT_WANTED
    if carrier is None:
        return DispatchState.KEPT, NO_CARRIER
    try:
        carrier.carry(parcel)
    except Refused as refused:
        return DispatchState.REFUSED, refused.code
    except ValueError:
        # What cannot be written as an address or a message holds up no other.
        return DispatchState.REFUSED, BAD_ADDRESS
    except (InDoubt, OutsideUnavailable):
        return DispatchState.WAITING, None
    return DispatchState.TAKEN, None


def _settle(mail_id: str, state: DispatchState, reason: str | None, make_unit: UnitFactory) -> None:
    with make_unit() as unit:
        row = unit.session.get_one(AlertMail, mail_id, with_for_update=True)
        row.state, row.reason, row.state_at = state, reason, unit.clock.now()
        row.attempts += 1
        wait = min(FIRST_WAIT_SECONDS * 2 ** min(row.attempts - 1, 10), LONGEST_WAIT_SECONDS)
        row.next_try_at = unit.ports.system_clock.now() + timedelta(seconds=wait)
        _log.info("alert_mail_moved", mail_id=mail_id, state=state.value, attempt=row.attempts)


@dataclass(frozen=True, slots=True)
class _Told:
    """An alert as a mail names it; no number for what is of no case, or of one for named readers alone."""

    kind: AlertKind
    number: str | None


def _write(row: AlertMail, pages: str, unit: Unit) -> Parcel | None:
    """The mail with one id however often it is sent; None where it is not wanted any more."""
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
    return Parcel(f"alert-{row.id}", choice.address, subject, "\n".join(lines))


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
