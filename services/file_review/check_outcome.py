"""Checks of how a complaint was decided, answered, kept in time, and what came after the answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta

from models.case.lifecycle import ClockKind, DecisionKind, Outcome, RequestState, Rung, Stage
from models.clock.clock import Clock
from models.ground.codes import TRUE_AT_LEAST_IN_PART
from models.ground.file_review_codes import LineStanding
from services.casefile.answer_sendings import is_on_file
from services.file_review.facts import FileFacts
from services.file_review.judging import judge, missing
from services.ledger.limits import NOT_TO_BE_ENDED, TOLD_LIMITS

# Binding a file takes the workers minutes; a day later it has not been bound.
_TIME_TO_BIND = timedelta(days=1)
# Not yet to be told, or not any more.
_NOT_TOLD = frozenset({RequestState.OPEN, RequestState.LAPSED})
_UNMET = frozenset({RequestState.EXPIRED, RequestState.LAPSED, RequestState.REFUSED})
_NOT_INNER = frozenset({*TOLD_LIMITS, ClockKind.FILE_DEFECT})


def opinion_reasoned(facts: FileFacts) -> LineStanding:
    """处理意见有理由和依据: of each accepted matter, once an opinion was drafted."""
    if not facts.goes(Outcome.ACCEPTED):
        return LineStanding.NOT_ASKED
    if not facts.decided(DecisionKind.OPINION):
        return missing(facts, Stage.DISPOSAL)
    return judge(is_kept=all(row.reason and row.opinion_basis for row in facts.accepted))


def responsibility_stated(facts: FileFacts) -> LineStanding:
    """责任界定: of what was found true at least in part, who answers for it."""
    true = [row for row in facts.accepted if row.finding in TRUE_AT_LEAST_IN_PART]
    if not true:
        is_open = facts.goes(Outcome.ACCEPTED) and not facts.has_passed(Stage.INVESTIGATION)
        return LineStanding.NOT_DUE if is_open else LineStanding.NOT_ASKED
    return judge(is_kept=all(row.responsibility is not None for row in true))


def settlement_recorded(facts: FileFacts) -> LineStanding:
    """当场办结有记录."""
    if facts.complaint.outcome is not Outcome.SETTLED:
        return LineStanding.NOT_ASKED
    is_there = bool(facts.decided(DecisionKind.SETTLEMENT))
    return LineStanding.KEPT if is_there else missing(facts, Stage.FEEDBACK)


def withdrawal_confirmed(facts: FileFacts) -> LineStanding:
    """撤回经核实: nobody's complaint ends as withdrawn without his confirmed word."""
    if facts.complaint.outcome is not Outcome.WITHDRAWN:
        return LineStanding.NOT_ASKED
    is_there = bool(facts.decided(DecisionKind.WITHDRAWAL))
    return LineStanding.KEPT if is_there else missing(facts, Stage.FEEDBACK)


def told_limits_kept(facts: FileFacts) -> LineStanding:
    """The limits of acceptance, handling and answer, as extended for a reason that was told in time."""
    if facts.complaint.outcome in NOT_TO_BE_ENDED:
        return LineStanding.NOT_ASKED
    return _judge_limits(facts, TOLD_LIMITS)


def inner_limits_kept(facts: FileFacts) -> LineStanding:
    """The limits of the office's own steps and of requests beside the way, not of an order that a review gave."""
    return _judge_limits(facts, [kind for kind in ClockKind if kind not in _NOT_INNER])


def extensions_told_in_time(facts: FileFacts) -> LineStanding:
    """延期在原期限届满前告知: of each that was approved; one that lapsed was not needed and is told to nobody."""
    ended = [row for row in facts.extensions if row.state not in _NOT_TOLD]
    approved = [row for row in ended if row.is_approved]
    if not approved:
        return LineStanding.NOT_ASKED
    return judge(is_kept=all(row.is_effective for row in approved))


def answer_given(facts: FileFacts) -> LineStanding:
    """答复: in the round that the case is in."""
    is_there = any(row.published_at is not None for row in facts.of_round(facts.answers))
    return LineStanding.KEPT if is_there else missing(facts, Stage.FEEDBACK)


def answer_delivered(facts: FileFacts) -> LineStanding:
    """送达有凭证: as the pieces of a file say it: a letter with a number by its proof, others by their sending."""
    if not facts.goes(Outcome.ACCEPTED):
        return LineStanding.NOT_ASKED
    if not any(row.published_at is not None for row in facts.of_round(facts.answers)):
        return missing(facts, Stage.FEEDBACK)
    sendings = facts.of_round(facts.sendings)
    is_there = any(is_on_file(row) for row in sendings) if sendings else not facts.is_letter_due
    return LineStanding.KEPT if is_there else missing(facts, Stage.RETURN_VISIT)


def return_visit_made(facts: FileFacts) -> LineStanding:
    """回访: where one was owed; whom nobody can reach is visited by nobody."""
    if facts.of_round(facts.visits):
        return LineStanding.KEPT
    is_owed = any(clock.kind is ClockKind.RETURN_VISIT for clock in facts.of_round(facts.clocks))
    if not is_owed:
        return LineStanding.NOT_ASKED if facts.is_closed else LineStanding.NOT_DUE
    return missing(facts, Stage.RETURN_VISIT)


def improvement_judged(facts: FileFacts) -> LineStanding:
    """改进判定: what is to be improved, or why nothing is, at the closing."""
    if facts.of_round(facts.verdicts):
        return LineStanding.KEPT
    return LineStanding.GAP if facts.is_closed else LineStanding.NOT_DUE


def orders_verified(facts: FileFacts) -> LineStanding:
    """整改有核实: each order to a unit was verified; one that ended without it was not."""
    if not facts.orders:
        return LineStanding.NOT_ASKED
    if all(row.verified_at is not None for row in facts.orders):
        return LineStanding.KEPT
    is_unmet = any(row.verified_at is None and row.state in _UNMET for row in facts.orders)
    return LineStanding.GAP if is_unmet else LineStanding.NOT_DUE


def volume_bound(facts: FileFacts) -> LineStanding:
    """一事一卷: the closed file is bound and sealed with its index."""
    if facts.is_bound:
        return LineStanding.KEPT
    closed_at = facts.complaint.closed_at
    is_late = facts.is_closed and closed_at is not None and facts.now > closed_at + _TIME_TO_BIND
    return LineStanding.GAP if is_late else LineStanding.NOT_DUE


def _judge_limits(facts: FileFacts, kinds: Collection[ClockKind]) -> LineStanding:
    clocks = [clock for clock in facts.clocks if clock.kind in kinds]
    if not clocks:
        return LineStanding.NOT_ASKED if facts.is_closed else LineStanding.NOT_DUE
    if any(is_over(clock, facts) for clock in clocks):
        return LineStanding.GAP
    return LineStanding.KEPT if any(clock.stopped_at for clock in clocks) else LineStanding.NOT_DUE


def is_over(clock: Clock, facts: FileFacts) -> bool:
    """Whether its date had passed when it ended, or has passed; one that stands still has not, as the ledger counts."""
    if clock.stopped_at is None and clock.rung is Rung.PAUSED:
        return False
    return (clock.stopped_at or facts.now) > clock.due_at


CHECKS: Mapping[str, Callable[[FileFacts], LineStanding]] = {
    check.__name__: check
    for check in (
        opinion_reasoned,
        responsibility_stated,
        settlement_recorded,
        withdrawal_confirmed,
        told_limits_kept,
        inner_limits_kept,
        extensions_told_in_time,
        answer_given,
        answer_delivered,
        return_visit_made,
        improvement_judged,
        orders_verified,
        volume_bound,
    )
}
