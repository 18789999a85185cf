"""The return visit that has waited for its answer to arrive begins with the day of the delivery."""

from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from services.answer.open_visit import open_visit
from services.casefile.answer_sendings import Sending, find_delivered, list_sendings_beside
from services.clocks.get_clock import find_running_clock
from services.clocks.watch_alone import watch_alone
from services.unit_of_work import Unit


def begin_visit(sending: Sending, unit: Unit) -> None:
    """Open its limit where the answer of this round has arrived by now and the limit does not run."""
    complaint = unit.session.get_one(Complaint, sending.complaint_id)
    if not isinstance(sending, AnswerSending) or sending.round != complaint.round:
        return
    if complaint.stage is not Stage.RETURN_VISIT:
        return
    since = find_delivered(list_sendings_beside(sending, unit))
    if since is None or find_running_clock(complaint.id, ClockKind.RETURN_VISIT, unit) is not None:
        return
    watch_alone(open_visit(complaint, min(since, unit.clock.now()), unit), unit)
