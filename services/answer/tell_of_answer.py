"""Plans the notice that an answer stands at the query code, unless somebody tells it himself."""

from sqlalchemy import select

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.ways import Way
from services.casefile.answer_sendings import is_spoken, list_sendings
from services.dispatch.plan_notice import About, plan_by_mail, plan_notice
from services.dispatch.texted_notice import is_told_by_text
from services.unit_of_work import Unit


def tell_of_answer(answer: Answer, complaint: Complaint, unit: Unit) -> None:
    """In the transaction that publishes it; once a round, and not beside an SMS that was planned with its sending."""
    sendings = list_sendings(answer.complaint_id, answer.round, unit)
    if not is_spoken(answer.ways) and not is_told_by_text(sendings, complaint, unit):
        about = About(DispatchPurpose.ANSWER, f"round-{answer.round}")
        planned = plan_notice(about.purpose, about.subject, complaint, unit)
        if planned is None and sendings and _is_at_code_alone(sendings[-1], unit):
            plan_by_mail(about, complaint, unit)


def _is_at_code_alone(sending: AnswerSending, unit: Unit) -> bool:
    """With its reason why, and with nothing that a carrier brings of it."""
    carried = select(Dispatch.id).where(Dispatch.subject == sending.id)
    is_alone = sending.ways == [Way.QUERY_CODE.value] and bool(sending.other_way_reason)
    return is_alone and unit.session.scalars(carried).first() is None
