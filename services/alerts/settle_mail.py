"""A person settles a mail of alerts of which nobody knows whether it left: it arrived, or it is sent once more."""

from dataclasses import dataclass
from enum import StrEnum

from models.ground.dispatch_codes import DispatchState
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.office.alert_mail import AlertMail
from services.actor import Actor
from services.alerts.choose_mail import LONGEST_REASON, require_may_choose
from services.unit_of_work import Unit, UnitOfWork


class MailSettling(StrEnum):
    """What is said of it."""

    ARRIVED = "arrived"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class SettleMail:
    """A mail to this person. `reason`: how another knows that it arrived, or why it goes once more."""

    staff_id: str
    mail_id: str
    settling: MailSettling
    reason: str = ""


def settle_mail(command: SettleMail, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Put it on the trail with who and when; `AGAIN` is one more attempt, which may come into doubt as the first did.

    NotPermitted for another than the watcher himself and administrators, NotFound for no mail of his, InvalidInput on
    `settle_reason` where an administrator gives none, Conflict("ALERT_MAIL_SETTLED") for what is not in doubt any more.
    """
    with unit_of_work as unit:
        login = require_may_choose(command.staff_id, actor)
        row = unit.session.get(AlertMail, command.mail_id, with_for_update=True)
        if row is None or row.staff_id != command.staff_id:
            raise NotFound
        if row.state is not DispatchState.IN_DOUBT:
            raise Conflict(code="ALERT_MAIL_SETTLED")
        reason = command.reason.strip()
        if len(reason) > LONGEST_REASON or (login != command.staff_id and not reason):
            raise InvalidInput({"settle_reason": "TOO_LONG" if reason else "REQUIRED"})
        _settle(row, command.settling, login, unit)
        payload = {"staff_id": row.staff_id, "mail_id": row.id, "attempt": row.attempts, "reason": reason}
        unit.trail.add(None, f"alerts.mail_{command.settling.value}", payload, actor)


def _settle(row: AlertMail, settling: MailSettling, login: str, unit: Unit) -> None:
    row.state_at = unit.clock.now()
    match settling:
        case MailSettling.ARRIVED:
            row.state, row.confirmed_by = DispatchState.TAKEN, login
        case MailSettling.AGAIN:
            row.state, row.next_try_at = DispatchState.WAITING, unit.ports.system_clock.now()
