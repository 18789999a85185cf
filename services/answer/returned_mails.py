"""The workers' step that takes back what a mail server sent back: the limit for sending it again opens, once."""

from sqlalchemy import select

from models.case.dispatch import Dispatch
from models.clock.legal_time import beijing_date
from models.ground.dispatch_codes import DispatchState
from services.actor import SYSTEM
from services.answer.take_back import CameBack, take_back
from services.dispatch.mailed_document import PURPOSES
from services.dispatch.sent_by_mail import find_sending
from services.unit_of_work import Unit, UnitFactory

# As the file says it; a mail server gives no other reason than its code.
REASON = "电子邮件被退回"


def take_back_mails_step(make_unit: UnitFactory) -> int:
    """How many; a transaction each. What a person has settled, or sent again, is not taken back any more."""
    with make_unit().reading() as unit:
        returned = select(Dispatch).where(
            Dispatch.state == DispatchState.RETURNED, Dispatch.purpose.in_(PURPOSES.values())
        )
        ids = [row.id for row in unit.session.scalars(returned) if _is_untold(row, unit)]
    for dispatch_id in ids:
        with make_unit() as unit:
            _take_back(unit.session.get_one(Dispatch, dispatch_id, with_for_update=True), unit)
    return len(ids)


def _is_untold(row: Dispatch, unit: Unit) -> bool:
    sending = find_sending(row, unit)
    return sending is not None and sending.returned_on is None


def _take_back(row: Dispatch, unit: Unit) -> None:
    sending = find_sending(row, unit)
    if row.state is not DispatchState.RETURNED or sending is None or sending.returned_on is not None:
        return
    code = (row.reason or "").rpartition("_")[2]
    day = row.returned_on or beijing_date(row.state_at)
    take_back(CameBack(sending, day, f"{REASON}（{code}）" if code else REASON), unit, SYSTEM)
