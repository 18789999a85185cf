"""The workers' step that takes back what a mail server sent back, or a document that it refused at once: the limit for sending
it again opens, once.

A letter without a sending of its own is owed on paper or by another mail, as one that comes back by post is (ADR 0355), a
notice or the sheet of a unit as a mail or by a person's word (ADR 0376).
"""

from datetime import date
from functools import partial

import structlog
from sqlalchemy import ColumnElement, and_, or_, select

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.interim_sending import InterimSending
from models.case.letter_delivery import LetterDelivery
from models.clock.legal_time import beijing_date
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.dispatch_codes import NOT_ARRIVED, DispatchPurpose, DispatchState
from models.ground.faults import Faults
from models.ground.ways import Way
from services.actor import SYSTEM
from services.answer.returned_notices import has_limit, has_limit_since, owe_notice
from services.answer.take_back import CameBack, take_back
from services.casefile.get_case import get_complaint
from services.clocks.return_limit import open_return_limit
from services.dispatch.lock_dispatch import lock_dispatch
from services.dispatch.mailed_document import NOT_BY_MAIL, PURPOSES
from services.dispatch.owed_notice import OWED, is_owed_notice
from services.dispatch.send_step import BAD_ADDRESS
from services.dispatch.sent_by_mail import find_sending, settle_returned
from services.dispatch.to_complainant import NO_ADDRESS, TOO_LARGE
from services.unit_of_work import Unit, UnitFactory

_log = structlog.get_logger(__name__)

BATCH = 100
# As the file says it; a mail server gives no other reason than its code.
REASON, REFUSED = "电子邮件被退回", "电子邮件被拒收"
# Why the office itself did not send it.
_NOT_SENT = {
    NO_ADDRESS: "没有电子邮件地址",
    BAD_ADDRESS: "电子邮件地址有误",
    TOO_LARGE: "文书过大，不能用电子邮件发送",
    NOT_BY_MAIL: "本件文书不能用电子邮件发送",
}


def take_back_mails_step(make_unit: UnitFactory) -> int:
    """How many; a transaction each. What a person has settled, or sent again, is not taken back any more.

    One that nobody foresaw keeps no other from it; what the first of them raised is raised at the end, and what is away at once.
    """
    with make_unit().reading() as unit:
        untold = select(Dispatch.id).join(Complaint).where(Complaint.destroyed_at.is_(None), _is_untold())
        ids = unit.session.scalars(untold.order_by(Dispatch.state_at, Dispatch.id).limit(BATCH)).all()
    faults = Faults()
    for dispatch_id in ids:
        with faults.of_one(partial(_warn, dispatch_id)), make_unit() as unit:
            take_back_mail(lock_dispatch(dispatch_id, unit), unit)
    faults.raise_first()
    return len(ids)


def _warn(dispatch_id: str, fault: Exception) -> None:
    _log.warning("mail_not_taken_back", dispatch_id=dispatch_id, error_type=type(fault).__name__)


def take_back_mail(row: Dispatch, unit: Unit) -> None:
    """Of a locked row: what was refused or came back and was not told so yet is on record, and owed; of notices what came back.
    Anything else stays as it is.
    """
    if row.state not in NOT_ARRIVED or (row.letter_id is None and row.state is DispatchState.REFUSED):
        return
    if row.purpose is DispatchPurpose.LETTER and row.letter_id is not None:
        _owe_letter(row, unit)
        return
    sending = find_sending(row, unit)
    if sending is None and is_owed_notice(row):
        owe_notice(row, unit)
    if sending is None or sending.returned_on is not None:
        return
    take_back(CameBack(sending, day_of_return(row), reason_of_return(row)), unit, SYSTEM)


def day_of_return(row: Dispatch) -> date:
    """On which it came back or was refused."""
    return row.returned_on or beijing_date(row.state_at)


def reason_of_return(row: Dispatch) -> str:
    """Why, in words of the file."""
    if row.reason in _NOT_SENT:
        return _NOT_SENT[row.reason]
    code = (row.reason or "").rpartition("_")[2]
    reason = REFUSED if row.state is DispatchState.REFUSED else REASON
    return f"{reason}（{code}）" if code else reason


def _is_untold() -> ColumnElement[bool]:
    """Came back, or is a document that was refused, and neither a sending nor a limit says so."""
    sendings = (AnswerSending, InterimSending, ReviewSending)
    unmarked = (
        select(table.id).where(table.id == Dispatch.subject, table.returned_on.is_(None)).exists()
        for table in sendings
    )
    is_lost = and_(Dispatch.state.in_(NOT_ARRIVED), Dispatch.letter_id.is_not(None))
    of_sending = and_(is_lost, Dispatch.purpose.in_(PURPOSES.values()), or_(*unmarked))
    of_letter = and_(is_lost, Dispatch.purpose == DispatchPurpose.LETTER, ~has_limit_since())
    of_notice = and_(
        Dispatch.state == DispatchState.RETURNED,
        Dispatch.letter_id.is_(None),
        Dispatch.way == Way.EMAIL,
        Dispatch.purpose.in_(OWED),
        ~has_limit_since(),
    )
    return or_(of_sending, of_letter, of_notice)


def _owe_letter(row: Dispatch, unit: Unit) -> None:
    """Not where the same letter lies with the mail room, is out by post or was handed over: then it is settled."""
    if has_limit(row, unit):
        return
    on_paper = select(LetterDelivery.id).where(
        LetterDelivery.complaint_id == row.complaint_id,
        LetterDelivery.purpose == DeliveryPurpose.LETTER,
        LetterDelivery.subject == row.subject,
        LetterDelivery.taken_off_at.is_(None),
        or_(LetterDelivery.returned_on.is_(None), LetterDelivery.delivered_on.is_not(None)),
    )
    if unit.session.scalars(on_paper).first() is None:
        open_return_limit(get_complaint(row.complaint_id, unit), row.id, unit)
    else:
        settle_returned([row.subject], unit, SYSTEM)
