"""What was found in the leading file is taken over by the members: found once, approved once, answered to each apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from bpmn.names import MessageName
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Stage
from models.case.matter import Matter
from models.ground.codes import MatterDecision
from services.actor import Actor
from services.case.improvement import Verdict, judge_improvement
from services.case.lifecycle import move_stage
from services.case.open_feedback import needs_answer_task, open_feedback
from services.casefile.decisions import NewDecision, find_decision, record_decision
from services.casefile.find_group import list_members
from services.casefile.get_case import list_accepted_matters, list_claims, list_matters
from services.casefile.open_windows import list_open_windows
from services.casefile.outcome import is_ended, outcome_of
from services.clocks.stop_clock import stop_running_clock
from services.identity.cut_identity import cut_identity
from services.outbox.publish_message import PublishMessage, publish
from services.unit_of_work import Unit

Row = TypeVar("Row", Matter, Claim)

# Official words of the file, no page text.
JUDGED_IN_LEADING = "已并入集体件办理，由主件作改进判定。"
HANDLED_IN = frozenset({Stage.INVESTIGATION, Stage.DISPOSAL})
# What else a file may still wait for: then it goes its own way to the end, with what was found here in its opinion.
_SETTLED_WITH_IT = frozenset({MatterDecision.ACCEPT, MatterDecision.REFUSE, MatterDecision.MERGE})


@dataclass(frozen=True, slots=True)
class Carrying:
    """One file of a group, and the leading one whose opinion it takes over."""

    leading: Complaint
    member: GroupMember
    complaint: Complaint


def carry_to_members(leading: Complaint, unit: Unit, actor: Actor) -> None:
    """Let every member of the group that this file leads take its approved opinion over; nothing for who leads none."""
    for member, complaint in list_members(leading.id, unit):
        if member.carried_at is None:
            carry_opinion(Carrying(leading, member, complaint), unit, actor)


def carry_opinion(carrying: Carrying, unit: Unit, actor: Actor) -> None:
    """Take over findings, disposals and answers of what is not the member's own; with nothing of its own left it is answered.

    A member with a matter of its own, with an open window or with an opinion of its own is not cut short: what was found
    stands in its file, and its own opinion tells the rest. One that is not accepted yet takes it over once it is.
    """
    leading, member, complaint = carrying.leading, carrying.member, carrying.complaint
    if complaint.stage not in HANDLED_IN or _has_opinion(complaint, unit):
        return
    _carry_matters(carrying, unit)
    _carry_claims(carrying, unit)
    member.carried_at = unit.clock.now()
    unit.trail.add(complaint.id, "group.carried", {"from_case": leading.number}, actor)
    if not _goes_its_own_way(member, complaint, unit):
        _conclude(carrying, unit, actor)


def _has_opinion(complaint: Complaint, unit: Unit) -> bool:
    return find_decision(complaint.id, DecisionKind.OPINION, complaint.round, unit) is not None


def _goes_its_own_way(member: GroupMember, complaint: Complaint, unit: Unit) -> bool:
    decided = {matter.decision for matter in list_matters(complaint.id, unit)}
    return bool(member.own_matters or decided - _SETTLED_WITH_IT or list_open_windows(complaint, unit))


def _carry_matters(carrying: Carrying, unit: Unit) -> None:
    leading, member = carrying.leading, carrying.member
    found = {matter.no: matter for matter in list_accepted_matters(leading.id, unit) if is_ended(matter)}
    for matter in list_accepted_matters(carrying.complaint.id, unit):
        source = _of_number(found, matter.no)
        if source is not None and matter.no not in member.own_matters:
            _take_over(source, matter, leading, unit)


def _take_over(source: Matter, matter: Matter, leading: Complaint, unit: Unit) -> None:
    texts = [source.facts or "", source.reason or "", source.opinion_basis or ""]
    facts, reason, basis = cut_identity(texts, leading.id, unit)
    matter.kind, matter.adoption = source.kind, source.adoption
    matter.investigated_finding = matter.finding = source.finding
    _take_over_problem(source, matter)
    matter.facts, matter.reason, matter.opinion_basis = facts or None, reason or None, basis or None
    matter.disposals, matter.responsibility = list(source.disposals), source.responsibility
    # The evidence lies in the leading file.
    matter.uncited_reason = f"证据在{leading.number}案卷。"
    if source.not_adopted:
        matter.not_adopted = cut_identity([source.not_adopted], leading.id, unit)[0]


def _take_over_problem(source: Matter, matter: Matter) -> None:
    """The type as it was found; where nobody named one in the leading file, what was told of this matter stands as found."""
    is_named = source.category is not None or source.category_found is not None
    matter.category_found = source.category_found if is_named else matter.category
    matter.times_found = source.times_found


def _carry_claims(carrying: Carrying, unit: Unit) -> None:
    leading, member = carrying.leading, carrying.member
    answered = {claim.no: claim for claim in list_claims(leading.id, unit) if claim.answer is not None}
    for claim in list_claims(carrying.complaint.id, unit):
        source = _of_number(answered, claim.no)
        if source is not None and claim.no not in member.own_claims:
            claim.answer = source.answer
            claim.reason = cut_identity([source.reason], leading.id, unit)[0] if source.reason else None


def _of_number(rows: Mapping[int, Row], no: int) -> Row | None:
    """The one of the same number, else the first: what is another one's is marked as the member's own."""
    return rows.get(no) or (rows[min(rows)] if rows else None)


def _carry_decision(kind: DecisionKind, carrying: Carrying, unit: Unit, actor: Actor) -> None:
    """It is the decision of who drafted and who approved it in the leading file."""
    leading, complaint = carrying.leading, carrying.complaint
    source = find_decision(leading.id, kind, leading.round, unit)
    if source is not None:
        content = {"answered_in": leading.number}
        row = record_decision(NewDecision(complaint.id, kind, complaint.round, content), unit, actor)
        row.by = source.by


def _conclude(carrying: Carrying, unit: Unit, actor: Actor) -> None:
    """The limits end by the approved opinion, as those of the leading file; the answer has its own."""
    member, complaint = carrying.member, carrying.complaint
    for kind in (DecisionKind.FINDINGS, DecisionKind.OPINION, DecisionKind.APPROVAL):
        _carry_decision(kind, carrying, unit, actor)
    verdict = Verdict(is_needed=False, none_reason=JUDGED_IN_LEADING, is_derived=True)
    judge_improvement(verdict, complaint, unit, actor)
    for clock in (ClockKind.RESOLVE, ClockKind.INVESTIGATION):
        stop_running_clock(complaint.id, clock, ClockStopReason.OPINION_APPROVED, unit)
    outcome = complaint.outcome = outcome_of(list_matters(complaint.id, unit))
    move_stage(complaint, Stage.FEEDBACK, unit, actor)
    feedback_clock_id = open_feedback(complaint, unit.clock.now(), unit)
    publish(
        PublishMessage(
            name=MessageName.ANSWERED_IN_GROUP,
            correlation_key=complaint.id,
            message_id=member.id,
            variables={
                "outcome": outcome.value,
                "handler_id": complaint.handler_id,
                "feedback_clock_id": feedback_clock_id,
                "needs_answer_task": needs_answer_task(complaint, outcome),
            },
            complaint_id=complaint.id,
        ),
        unit,
    )
