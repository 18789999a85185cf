"""Checks of how a complaint was registered, taken in, told and decided, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from models.case.decision import Decision
from models.case.lifecycle import ClockKind, DecisionKind, Outcome, Stage
from models.ground.codes import IdentityKind, MatterDecision, RecusalOutcome, RecusalSubject
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.file_review_codes import LineStanding
from models.ground.ways import Way
from services.file_review.facts import FileFacts
from services.file_review.judging import judge, missing

# A complaint is on the register on the day that counts as that of receipt, or on the next working day.
MOST_WORKDAYS_TO_REGISTER = 1
_DECIDERS = (DecisionKind.OPINION_REVIEW, DecisionKind.APPROVAL)


def registered_in_time(facts: FileFacts) -> LineStanding:
    """登记及时; where the calendar does not reach nobody can say by rule."""
    days = facts.workdays_to_register
    return LineStanding.BY_PERSON if days is None else judge(is_kept=days <= MOST_WORKDAYS_TO_REGISTER)


def original_kept(facts: FileFacts) -> LineStanding:
    """What came in is on file as it came."""
    return judge(is_kept=facts.has_receipt)


def first_contact_made(facts: FileFacts) -> LineStanding:
    """首次联系: the limit of the first contact was met, where one ran."""
    clocks = [clock for clock in facts.clocks if clock.kind is ClockKind.FIRST_CONTACT]
    if not clocks:
        return LineStanding.NOT_ASKED
    if any((clock.stopped_at or facts.now) > clock.due_at for clock in clocks):
        return LineStanding.GAP
    return LineStanding.KEPT if facts.contacts else missing(facts, Stage.INTAKE)


def told_of_acceptance(facts: FileFacts) -> LineStanding:
    """受理告知: in each round after its decision, within its limit of acceptance, by a way that turns to the complainant.

    What only stands at the query code is no attempt, nor is a letter of another kind. Who left no way to be reached
    cannot be told.
    """
    decided = facts.decided(DecisionKind.ACCEPTANCE)
    if not decided:
        return missing(facts, Stage.INTAKE)
    windows = [_find_window(round_no, decided, facts) for round_no in sorted({row.round for row in decided})]
    asked = [window for window in windows if window is not None]
    if not asked:
        return LineStanding.BY_PERSON
    told = _list_told(facts)
    missed = [ends for begins, ends in asked if not any(begins <= moment <= ends for moment in told)]
    if not missed:
        return LineStanding.KEPT
    if facts.complaint.identity_kind is IdentityKind.ANONYMOUS:
        return LineStanding.NOT_ASKED
    return LineStanding.GAP if facts.now > min(missed) else LineStanding.NOT_DUE


def _find_window(
    round_no: int, decided: Sequence[Decision], facts: FileFacts
) -> tuple[datetime, datetime] | None:
    """From the minute of the first decision of a round to its limit; None for a round in which no limit ran."""
    limits = [
        clock.due_at
        for clock in facts.clocks
        if clock.kind is ClockKind.ACCEPTANCE and clock.round == round_no
    ]
    first = min(row.at for row in decided if row.round == round_no)
    return (first.replace(second=0, microsecond=0), max(limits)) if limits else None


def _list_told(facts: FileFacts) -> list[datetime]:
    told = [row.happened_at or row.at for row in facts.contacts if set(row.ways) - {Way.QUERY_CODE}]
    told += [
        row.sent_at
        for row in facts.letters
        if row.sent_at is not None and row.purpose is DeliveryPurpose.LETTER
    ]
    told += [row.sent_at for row in facts.sendings if set(row.ways) - {Way.QUERY_CODE}]
    return told


def every_matter_decided(facts: FileFacts) -> LineStanding:
    """Of each matter it is decided whether it is taken in, and by whom."""
    if not facts.goes(*(one for one in Outcome if one is not Outcome.WITHDRAWN)):
        return LineStanding.NOT_ASKED
    if facts.matters and all(row.decision is not None for row in facts.matters):
        return LineStanding.KEPT
    return missing(facts, Stage.INTAKE)


def refusal_grounded(facts: FileFacts) -> LineStanding:
    """不予受理有理由和依据: each refused matter with its ground and its basis."""
    refused = [row for row in facts.matters if row.decision is MatterDecision.REFUSE]
    if not refused:
        return LineStanding.NOT_ASKED
    return judge(is_kept=all(row.nonaccept_ground is not None and row.basis for row in refused))


def handed_over_signed(facts: FileFacts) -> LineStanding:
    """转办有签收: what was given to another unit was signed for there, or answered."""
    if not facts.referrals:
        return LineStanding.NOT_ASKED
    if all(row.signed_at or row.result_at for row in facts.referrals):
        return LineStanding.KEPT
    return LineStanding.GAP if facts.is_closed else LineStanding.NOT_DUE


def conflict_of_interest_asked(facts: FileFacts) -> LineStanding:
    """回避: every request to keep somebody away was decided, and nobody who was kept away acted afterwards.

    Whether who acts has a relation to the complaint is asked of the declarations at each step; this asks what came of it.
    """
    if any(row.outcome is None and facts.is_closed for row in facts.recusals):
        return LineStanding.GAP
    since = {
        row.who: row.decided_at
        for row in facts.recusals
        if row.outcome is RecusalOutcome.RECUSED and row.who_kind is RecusalSubject.STAFF and row.decided_at
    }
    acted = [*((row.by, row.at) for row in facts.decisions), *((row.by, row.done_at) for row in facts.acts)]
    is_broken = any(login in since and at > since[login] for login, at in acted)
    return judge(is_kept=not is_broken)


def nobody_judged_himself(facts: FileFacts) -> LineStanding:
    """Nobody whom the complaint is about decided or investigated in it."""
    about = {row.staff_id for row in facts.respondents if row.staff_id is not None}
    acted = {row.by for row in facts.decisions} | {row.by for row in facts.acts}
    return judge(is_kept=not about & acted)


def decided_by_another(facts: FileFacts) -> LineStanding:
    """拟办与批准分离: whoever proposed an opinion neither reviewed nor approved it, round by round."""
    if not facts.goes(Outcome.ACCEPTED):
        return LineStanding.NOT_ASKED
    approvals = facts.decided(DecisionKind.APPROVAL)
    if not approvals:
        return missing(facts, Stage.DISPOSAL)
    drafted = {(row.round, row.by) for row in facts.decided(DecisionKind.OPINION)}
    return judge(
        is_kept=not any((row.round, row.by) in drafted for row in facts.decisions if row.kind in _DECIDERS)
    )


CHECKS: Mapping[str, Callable[[FileFacts], LineStanding]] = {
    check.__name__: check
    for check in (
        registered_in_time,
        original_kept,
        first_contact_made,
        every_matter_decided,
        told_of_acceptance,
        refusal_grounded,
        handed_over_signed,
        conflict_of_interest_asked,
        nobody_judged_himself,
        decided_by_another,
    )
}
