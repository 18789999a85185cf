"""Puts e-mail and SMS among the ways of a sending: only what a server or a gateway has taken was sent so."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from models.beside.review_sending import ReviewSending
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.dispatch import Dispatch
from models.case.interim_answer import InterimAnswer
from models.case.interim_sending import InterimSending
from models.case.lifecycle import ClockStopReason
from models.ground.dispatch_codes import NOT_ARRIVED, DispatchPurpose, DispatchState
from models.ground.ways import Way
from services.actor import Actor
from services.casefile.answer_sendings import Sending
from services.clocks.return_limit import meet_return_limits
from services.dispatch.plan_notice import WRITTEN_WAYS
from services.unit_of_work import Unit

# A document goes along; of anything else only its being there is told.
DOCUMENTS = (
    DispatchPurpose.ANSWER_LETTER,
    DispatchPurpose.INTERIM_ANSWER_LETTER,
    DispatchPurpose.REVIEW_DECISION,
    DispatchPurpose.LETTER,
)


def ways_at_once(ways: Sequence[Way]) -> list[str]:
    """The ways that are used when the sending is put on record; what a carrier brings stands at the query code till then."""
    return [way.value for way in ways if way not in WRITTEN_WAYS] or [Way.QUERY_CODE.value]


def put_on_record(row: Dispatch, unit: Unit) -> None:
    """What a sending sent was taken; of a letter without one what ran since it came back is met. Nothing for any other notice."""
    if row.purpose is DispatchPurpose.LETTER:
        meet_return_limits(row.complaint_id, {row.id}, ClockStopReason.SENT, unit)
    sending = find_sending(row, unit)
    if sending is None:
        return
    sending.ways = _with_way(sending.ways, row.way)
    if isinstance(sending, AnswerSending):
        answers = select(Answer).where(
            Answer.complaint_id == sending.complaint_id, Answer.round == sending.round
        )
        for answer in unit.session.scalars(answers):
            answer.ways = _with_way(answer.ways, row.way)
    elif isinstance(sending, InterimSending):
        interim = unit.session.get_one(InterimAnswer, sending.interim_answer_id)
        interim.ways = _with_way(interim.ways, row.way)


def find_sending(row: Dispatch, unit: Unit) -> Sending | None:
    """The sending that it sends; None for a letter without one, and for a notice that something stands at the query code.

    The subject of an SMS that was planned with a sending is that; of any other notice it is the document.
    """
    match row.purpose:
        case DispatchPurpose.ANSWER | DispatchPurpose.ANSWER_LETTER:
            return unit.session.get(AnswerSending, row.subject)
        case DispatchPurpose.INTERIM_ANSWER | DispatchPurpose.INTERIM_ANSWER_LETTER:
            return unit.session.get(InterimSending, row.subject)
        case DispatchPurpose.REVIEW | DispatchPurpose.REVIEW_DECISION:
            return unit.session.get(ReviewSending, row.subject)
        case _:
            return None


def settle_returned(subjects: Collection[str], unit: Unit, actor: Actor) -> list[str]:
    """What was refused or came back of these sendings or letters and is owed no more waits for nobody. Their ids."""
    back = select(Dispatch).where(
        Dispatch.subject.in_(subjects),
        Dispatch.state.in_(NOT_ARRIVED),
        Dispatch.purpose.in_(DOCUMENTS),
        Dispatch.letter_id.is_not(None),
    )
    rows = unit.session.scalars(back.with_for_update()).all()
    for row in rows:
        before = row.state
        row.state, row.state_at, row.settled_by = DispatchState.TOLD, unit.clock.now(), actor.name
        told = {"purpose": row.purpose.value, "way": row.way.value, "before": before.value}
        unit.trail.add(row.complaint_id, "dispatch.settled_told", told, actor)
    return [row.id for row in rows]


def _with_way(ways: Sequence[str], taken: Way) -> list[str]:
    return [*(way for way in ways if way != taken), taken.value]
