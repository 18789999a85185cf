"""Satisfaction that a member of staff entered who had worked on the case himself, or of somebody who was not reached.

Worked: handled it, also before another did, acted in its investigation, found, settled or proposed, gave or told the answer.
Lawful: what the complainant says at the query code himself, and what somebody else heard at a visit that reached him.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import DecisionKind
from models.case.return_visit import ReturnVisit
from models.ground.signal_codes import SignalCode
from models.ground.ways import VisitResult
from services.casefile.answer_sendings import is_spoken
from services.casefile.case_hands import list_assigned
from services.signals.looked import Evidence, Looked, SignalRule
from services.unit_of_work import Unit

_WORK = (DecisionKind.FINDINGS, DecisionKind.OPINION, DecisionKind.SETTLEMENT)
_HEARD = (None, VisitResult.RATED)
# Of a handler whom no assignment on the trail names.
_ALWAYS = datetime.min.replace(tzinfo=UTC)


def judge(ids: Sequence[str], unit: Unit) -> Iterator[Looked]:
    """Each rating on record of a visit."""
    since = _map_hands(ids, unit)
    rated = select(ReturnVisit).where(
        ReturnVisit.complaint_id.in_(ids), ReturnVisit.satisfaction.is_not(None)
    )
    for row in unit.session.scalars(rated):
        found = []
        # Who only took it up after the visit had no hand in it then.
        begun = since[row.complaint_id].get(row.visited_by)
        if begun is not None and begun <= row.visited_at:
            found.append(Evidence("by_handler", row.visited_at))
        if not row.reached or row.result not in _HEARD:
            found.append(Evidence("not_reached", row.visited_at))
        yield Looked(
            row.complaint_id, f"v{row.round}.{row.attempt}", row.visited_by, row.visited_at, tuple(found)
        )


def _map_hands(ids: Sequence[str], unit: Unit) -> defaultdict[str, dict[str, datetime]]:
    """Since when who had a hand in it, by case."""
    found: defaultdict[str, dict[str, datetime]] = defaultdict(dict)
    for case, login, at in (*_list_work(ids, unit), *list_assigned(ids, unit)):
        found[case][login] = min(at, found[case].get(login, at))
    present = select(Complaint.id, Complaint.handler_id).where(Complaint.id.in_(ids))
    for case, handler in unit.session.execute(present):
        if handler is not None:
            found[case].setdefault(handler, _ALWAYS)
    return found


def _list_work(ids: Sequence[str], unit: Unit) -> Iterator[tuple[str, str, datetime]]:
    made = select(Decision.complaint_id, Decision.by, Decision.at).where(
        Decision.complaint_id.in_(ids), Decision.kind.in_(_WORK)
    )
    for case, by, at in unit.session.execute(made):
        yield case, by, at
    acts = select(
        InvestigationAct.complaint_id,
        InvestigationAct.by,
        InvestigationAct.recorded_at,
        InvestigationAct.done_at,
    ).where(InvestigationAct.complaint_id.in_(ids))
    for case, by, recorded_at, done_at in unit.session.execute(acts):
        yield case, by, recorded_at or done_at
    answers = select(Answer.complaint_id, Answer.given_by, Answer.published_at).where(
        Answer.complaint_id.in_(ids)
    )
    for case, giver, published_at in unit.session.execute(answers):
        if giver is not None and published_at is not None:
            yield case, giver, published_at
    # Who brings a letter to the post has told nobody anything.
    sendings = select(
        AnswerSending.complaint_id, AnswerSending.sent_by, AnswerSending.sent_at, AnswerSending.ways
    ).where(AnswerSending.complaint_id.in_(ids))
    for case, by, at, ways in unit.session.execute(sendings):
        if is_spoken(ways):
            yield case, by, at


RULE = SignalRule(SignalCode.SATISFACTION_ENTERED, judge)
