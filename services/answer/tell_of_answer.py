"""Plans the notice that an answer stands at the query code, unless somebody tells it himself."""

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.ground.dispatch_codes import DispatchPurpose
from services.casefile.answer_sendings import is_spoken, list_sendings
from services.dispatch.plan_notice import plan_notice
from services.dispatch.texted_notice import is_told_by_text
from services.unit_of_work import Unit


def tell_of_answer(answer: Answer, complaint: Complaint, unit: Unit) -> None:
    """In the transaction that publishes it; once a round, and not beside an SMS that was planned with its sending."""
    sendings = list_sendings(answer.complaint_id, answer.round, unit)
    if not is_spoken(answer.ways) and not is_told_by_text(sendings, complaint, unit):
        plan_notice(DispatchPurpose.ANSWER, f"round-{answer.round}", complaint, unit)
