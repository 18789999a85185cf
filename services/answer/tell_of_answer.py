"""Plans the notice that an answer stands at the query code, unless somebody tells it himself."""

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.ground.dispatch_codes import DispatchPurpose
from services.casefile.answer_sendings import is_spoken
from services.dispatch.plan_notice import plan_notice
from services.unit_of_work import Unit


def tell_of_answer(answer: Answer, complaint: Complaint, unit: Unit) -> None:
    """In the transaction that publishes it; once a round."""
    if not is_spoken(answer.ways):
        plan_notice(DispatchPurpose.ANSWER, f"round-{answer.round}", complaint, unit)
