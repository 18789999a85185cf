"""Time-limit policies: the shipped defaults and the one in force for a clock."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case.lifecycle import ClockKind
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Complexity
from models.ground.errors import NotFound
from models.ground.ids import new_id
from models.store.seeds import read_seed

SEEDS = (
    "time_limits",
    "time_limits_of_stages",
    "time_limits_of_arbitration",
    "time_limits_of_reports",
    "time_limits_of_ways",
    "time_limits_of_objections",
    "time_limits_of_returns",
    "time_limits_of_data_requests",
    "time_limits_of_file_defects",
)

# Limits of the office that no diagram draws: the sweep watches them, as it watches an owner's.
UPWARD_REPORT = "upward_report"
REFER = "refer"
ON_SPOT = "on_spot"
# Nothing is a number of days here: the limit ends with the working day on which it begins.
SAME_DAY = frozenset({ON_SPOT})

# What earlier releases called these limits: an owner's diagram or command may still say so.
EARLIER_KEYS = {
    "acceptance_decision": "acceptance",
    "investigate": "investigation",
    "redo_investigate": "redo_investigation",
    "referral_signoff": "referral_sign_off",
}


def seed_time_limits(session: Session) -> int:
    """Add the shipped defaults whose keys the office does not have; returns how many.

    A key that the office has is its own, whatever its rows say.
    """
    known = set(session.scalars(select(TimeLimitPolicy.key)))
    added = [_row(limit, seed) for seed in map(read_seed, SEEDS) for limit in seed["limits"]]
    added = [row for row in added if row.key not in known]
    session.add_all(added)
    session.flush()
    return len(added)


def policy_key_of(kind: ClockKind) -> str:
    """The key of the limits that clocks of this kind take unless a decision names another: the same word.

    ValueError for an owner's limit, which always names its own.
    """
    if kind is ClockKind.OWNER_LIMIT:
        raise ValueError(f"a clock of kind {kind} names its policy key itself")
    return kind.value


def present_key(key: str) -> str:
    """The word of today for a limit that may be called by an earlier one."""
    return EARLIER_KEYS.get(key, key)


def find_policy(
    session: Session, key: str, complexity: Complexity | None, on_day: date
) -> TimeLimitPolicy | None:
    """The newest limit of a key in force on a Beijing day; a row of the class wins over one for all."""
    return _choose(_list_in_force(session, key, on_day), complexity)


def map_policies_by_class(
    session: Session, kind: ClockKind, on_day: date
) -> dict[Complexity, TimeLimitPolicy]:
    """The same for every class at once; without those that have none."""
    key = policy_key_of(kind)
    rows = [
        row for row in reversed(list_policies(session)) if row.key == key and row.effective_from <= on_day
    ]
    chosen = {complexity: _choose(rows, complexity) for complexity in Complexity}
    return {complexity: policy for complexity, policy in chosen.items() if policy is not None}


def list_policies(session: Session) -> Sequence[TimeLimitPolicy]:
    """Every limit of the office with its versions, the oldest first: a page that tells several asks once."""
    return session.scalars(select(TimeLimitPolicy).order_by(TimeLimitPolicy.effective_from)).all()


def _list_in_force(session: Session, key: str, on_day: date) -> Sequence[TimeLimitPolicy]:
    """The newest first."""
    query = select(TimeLimitPolicy).where(
        TimeLimitPolicy.key == present_key(key), TimeLimitPolicy.effective_from <= on_day
    )
    return session.scalars(query.order_by(TimeLimitPolicy.effective_from.desc())).all()


def _choose(rows: Sequence[TimeLimitPolicy], complexity: Complexity | None) -> TimeLimitPolicy | None:
    of_class = (row for row in rows if row.complaint_class is not None and row.complaint_class == complexity)
    for_all = (row for row in rows if row.complaint_class is None)
    return next(of_class, None) or next(for_all, None)


def get_policy(
    session: Session, kind: ClockKind, complexity: Complexity | None, on_day: date
) -> TimeLimitPolicy:
    """The limit of a kind of clock; NotFound if none."""
    return get_policy_by_key(session, policy_key_of(kind), complexity, on_day)


def get_policy_by_key(
    session: Session, key: str, complexity: Complexity | None, on_day: date
) -> TimeLimitPolicy:
    """As find_policy; NotFound if none."""
    policy = find_policy(session, key, complexity, on_day)
    if policy is None:
        raise NotFound(f"no time limit for {key} {complexity or ''} on {on_day.isoformat()}")
    return policy


def _row(limit: dict[str, Any], seed: dict[str, Any]) -> TimeLimitPolicy:  # Any: JSON of the seeds
    return TimeLimitPolicy(
        id=new_id(),
        key=limit["key"],
        complaint_class=limit["class"],
        amount=limit["amount"],
        unit=limit["unit"],
        basis=limit["basis"],
        certainty=seed["certainty"],
        effective_from=date.fromisoformat(seed["effective_from"]),
    )
