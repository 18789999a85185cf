"""What the end of a complaint leaves: the decision about it, its matter, the answer, how it was sent, the visits, the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from deploy.history.life import Life
from deploy.history.rows import ROUND, CaseRows, Limit
from deploy.history.rows_handled import Handled, enter_handled
from deploy.history.rows_received import enter_contact, enter_received
from deploy.history.words import Words
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.disposal import MatterDisposal
from models.case.improvement_verdict import ImprovementVerdict
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Outcome
from models.case.matter import COUNTED_PROBLEMS, Matter
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.clock.legal_time import beijing_date
from models.ground.codes import (
    TRUE_AT_LEAST_IN_PART,
    Complexity,
    Disposal,
    Finding,
    FollowUp,
    MatterDecision,
    NonAcceptGround,
)
from models.ground.evidence_codes import Responsibility
from models.ground.ways import VisitResult, Way

_FOUND = {
    Finding.SUBSTANTIATED: "经查，属实",
    Finding.PARTLY_SUBSTANTIATED: "经查，部分属实",
    Finding.NOT_SUBSTANTIATED: "经查，不属实",
    Finding.UNVERIFIABLE: "经查，无法查实",
}
_DECISIONS = {
    Outcome.ACCEPTED: MatterDecision.ACCEPT,
    Outcome.SETTLED: MatterDecision.SETTLE_ON_SPOT,
    Outcome.REFUSED: MatterDecision.REFUSE,
}
_POINTS = ("complainant", "concrete", "actionable")
_TICK = timedelta(milliseconds=3)


@dataclass(slots=True)
class _Said:
    """What was said of the case in the end."""

    matter: str
    wants: Sequence[str]
    handled: Handled
    refusal: tuple[str, str, str]


def enter_case(life: Life, words: Words, facts: str, rows: CaseRows) -> None:
    """All rows of one complaint; `facts` are those that its findings tell, where it has any."""
    matter = words.matter()
    text, wants = words.statement(matter), words.wants()
    enter_received(life, words, (matter, text, wants), rows)
    nothing = Handled("", words.pick("repairs"), [], [Disposal.CORRECT_ERROR], Responsibility.UNIT)
    said = _Said(matter, wants, nothing, words.refusal())
    _decide_acceptance(life, said, rows)
    if life.outcome is Outcome.ACCEPTED:
        said.handled = enter_handled(life, words, (matter, wants, facts), rows)
    elif life.outcome is Outcome.SETTLED:
        _settle(life, said, rows)
    _enter_matter(life, said, rows)
    _answer(life, words, said, rows)
    if life.visits:
        _visit(life, words, rows)
    _archive(life, rows)


def _decide_acceptance(life: Life, said: _Said, rows: CaseRows) -> None:
    is_refused = life.outcome is Outcome.REFUSED
    points = list(_POINTS[:2] if is_refused else _POINTS)
    matter = {"no": 1, "kind": "complaint", "text": said.matter, "met_points": points, "decision": "accept"}
    if is_refused:
        ground, basis, place = said.refusal
        matter |= {"decision": "refuse", "nonaccept_ground": ground, "basis": basis, "right_place": place}
    outcome = Outcome.REFUSED if is_refused else Outcome.ACCEPTED
    content = {"matters": [matter], "note": "", "outcome": outcome.value}
    rows.decide(life.decided, life.clerk, DecisionKind.ACCEPTANCE.value, content)
    if life.outcome is not Outcome.SETTLED:
        to = "feedback" if is_refused else "investigation"
        rows.tell(life.decided + _TICK, life.clerk, "stage.entered", {"from": "intake", "to": to})


def _settle(life: Life, said: _Said, rows: CaseRows) -> None:
    day, by, reason = beijing_date(life.answered), life.clerk, said.handled.reason
    row = {"no": 1, "kind": "complaint", "text": said.matter, "finding": "substantiated", "reason": reason}
    row |= {"disposals": ["correct_error"], "responsibility": "unit", "correction_on": day.isoformat()}
    content = {"claims": [], "matters": [row], "note": reason}
    at = life.answered - 2 * _TICK
    rows.decide(at, by, DecisionKind.SETTLEMENT.value, content)
    done = {"done_on": day, "proof": reason, "proven_by": by, "proven_at": at, "responsible": by}
    of = {"round": ROUND, "matter_no": 1, "kind": Disposal.CORRECT_ERROR, "what": reason}
    rows.add(MatterDisposal, id=rows.new_id(), **of, **done)
    stopped = life.answered
    rows.run(Limit(ClockKind.RESOLVE, life.decided, stopped, ClockStopReason.SETTLED, Complexity.SIMPLE))
    none = "现场办结，没有需要改进的情况。"
    _judge(life, by, none, rows)
    rows.tell(life.answered - _TICK, by, "stage.entered", {"from": "intake", "to": "feedback"})


def _judge(life: Life, by: str, none: str, rows: CaseRows) -> None:
    verdict = {"is_needed": False, "none_reason": none, "is_derived": by == "system"}
    at = life.answered - _TICK if by != "system" else life.closed - _TICK
    rows.add(ImprovementVerdict, id=rows.new_id(), round=ROUND, by=by, at=at, **verdict)
    told = {**verdict, "cause": None, "owner_unit": None, "round": ROUND}
    rows.tell(at, by, "improvement.judged", told)


def _enter_matter(life: Life, said: _Said, rows: CaseRows) -> None:
    handled, category = said.handled, life.told.category
    is_refused, is_handled = life.outcome is Outcome.REFUSED, life.outcome is Outcome.ACCEPTED
    is_true = life.finding in TRUE_AT_LEAST_IN_PART
    times = rows.dice.choice((1, 2, 2, 3, 3, 4)) if category in COUNTED_PROBLEMS else None
    ground, basis, place = said.refusal
    rows.add(
        Matter,
        id=rows.new_id(),
        no=1,
        text=said.matter,
        category=category,
        category_found=category if is_true else None,
        times_told=times,
        times_found=times if is_true else None,
        decision=_DECISIONS[life.outcome],
        nonaccept_ground=NonAcceptGround(ground) if is_refused else None,
        basis=basis if is_refused else None,
        right_place=place if is_refused else None,
        met_points=list(_POINTS[:2] if is_refused else _POINTS),
        decided_by=life.clerk,
        decided_at=life.decided,
        finding=None if is_refused else life.finding,
        investigated_finding=life.finding if is_handled else None,
        facts=handled.facts if is_handled else None,
        cited_evidence=handled.cited if is_handled else [],
        uncited_reason="现场核实，没有留下书面材料" if is_handled and not handled.cited else None,
        responsibility=None if is_refused else handled.responsibility,
        reason=None if is_refused else handled.reason,
        opinion_basis=rows.places.basis[1] if is_handled else None,
        settled=life.outcome is Outcome.SETTLED,
        disposals=[] if is_refused else [one.value for one in handled.disposals],
    )


def _answer(life: Life, words: Words, said: _Said, rows: CaseRows) -> None:
    by = life.handler if life.outcome is Outcome.ACCEPTED else life.clerk
    ways = _ways_of(life, rows)
    told = _word_answer(life, said, rows)
    rows.add(
        Answer,
        round=ROUND,
        ways=[way.value for way in ways],
        published_at=life.answered,
        delivered_at=life.answered,
        given_by=by,
        **told,
    )
    rows.tell(life.answered, by, "answer.published", {"round": ROUND})
    if life.outcome is not Outcome.SETTLED:
        _send(life, words, (by, ways), rows)
        opened = life.approved or life.decided
        rows.run(Limit(ClockKind.FEEDBACK, opened, life.answered, ClockStopReason.ANSWERED))


def _ways_of(life: Life, rows: CaseRows) -> tuple[Way, ...]:
    if life.is_anonymous:
        return (Way.QUERY_CODE,)
    if life.outcome is Outcome.SETTLED:
        return (Way.IN_PERSON, Way.QUERY_CODE)
    return rows.dice.choice(((Way.PHONE,), (Way.PHONE, Way.QUERY_CODE), (Way.SMS, Way.QUERY_CODE)))


def _send(life: Life, words: Words, how: tuple[str, tuple[Way, ...]], rows: CaseRows) -> None:
    by, ways = how
    at = life.answered + _TICK
    told = [way.value for way in ways]
    rows.add(AnswerSending, id=rows.new_id(), round=ROUND, attempt=1, ways=told, sent_at=at, sent_by=by)
    sent = {"attempt": 1, "mail_no": None, "round": ROUND, "ways": told}
    rows.tell(at, by, "answer.sent", sent)
    if Way.PHONE in ways and "untold" not in life.habits:
        said = (f"电话答复：{words.pick('repairs')}", Way.PHONE)
        enter_contact((life.answered, life.called), by, said, rows)


def _word_answer(life: Life, said: _Said, rows: CaseRows) -> dict[str, object]:
    line = dict.fromkeys(
        (
            "adoption",
            "basis",
            "ground",
            "merged_into",
            "not_adopted",
            "referral_result",
            "referred_to",
            "right_place",
        )
    )
    line |= {"no": 1, "text": said.matter, "is_withdrawn": False, "decision": _DECISIONS[life.outcome].value}
    if life.outcome is Outcome.REFUSED:
        ground, basis, place = said.refusal
        refused = {"no": 1, "text": said.matter, "ground": ground, "basis": basis, "right_place": place}
        return {
            "findings_text": "本件不予受理，没有进入调查；理由和依据见处理决定。",
            "decision_text": f"1. {said.matter}：不予受理。理由：{basis}。",
            "measures_text": f"请向{place}反映。对本决定不服的，可于30日内申请复查。",
            "refused_lines": [refused],
            "lines": [line | refused | {"finding": None, "disposals": []}],
            "claim_lines": [],
        }
    handled, finding = said.handled, life.finding or Finding.UNVERIFIABLE
    line |= {"finding": finding.value, "disposals": [one.value for one in handled.disposals]}
    return {
        "findings_text": f"1. {said.matter}：{_FOUND[finding]}。{handled.facts}",
        "decision_text": f"1. {said.matter}：{handled.reason}。依据：{rows.places.basis[1]}。",
        "measures_text": f"1. {said.matter}：{handled.reason}。",
        "refused_lines": [],
        "lines": [line],
        "claim_lines": [],
    }


def _visit(life: Life, words: Words, rows: CaseRows) -> None:
    rows.add(Survey, id=rows.new_id(), round=ROUND, opened_at=life.answered)
    to = {"from": "feedback", "to": "return_visit"}
    rows.tell(life.answered + 2 * _TICK, life.handler, "stage.entered", to)
    last = len(life.visits)
    for no, at in enumerate(life.visits, start=1):
        is_reached = life.is_reached and no == last
        rating = life.rating if is_reached else None
        result = VisitResult.RATED if rating else VisitResult.UNRATED if is_reached else VisitResult.TRIED
        if no == last and not is_reached:
            result = VisitResult.UNANSWERED
        is_solved = life.is_solved if is_reached else None
        rows.add(
            ReturnVisit,
            round=ROUND,
            attempt=no,
            reached=is_reached,
            satisfaction=rating,
            comment=words.pick("says") if rating else None,
            follow_up=FollowUp.NONE if is_reached else None,
            way=Way.PHONE.value,
            visited_by=life.visitor,
            visited_at=at,
            result=result,
            is_solved=is_solved,
        )
        told = {"answer_until": None, "attempt": no, "follow_up": "none" if is_reached else None}
        told |= {"is_solved": is_solved, "result": result.value, "satisfaction": rating}
        rows.tell(at, life.visitor, "return_visit.recorded", told)
    visited = life.visits[-1]
    rows.run(Limit(ClockKind.RETURN_VISIT, life.answered, visited, ClockStopReason.VISITED))


def _archive(life: Life, rows: CaseRows) -> None:
    if life.outcome is Outcome.REFUSED:
        _judge(life, "system", "不予受理，没有查明的事实可供判定。", rows)
    was = "return_visit" if life.visits else "feedback"
    rows.tell_system(life.closed, "stage.entered", {"from": was, "to": "archived"})
    rows.tell_system(life.closed + _TICK, "case.archived", {"missing": [], "run_no": 1})
