"""Time-limit policies: the shipped defaults and the one in force for a clock."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.codes import Complexity
from models.errors import NotFound
from models.ids import new_id
from models.lifecycle import ClockKind
from models.seeds import read_seed
from models.time_limit_policy import TimeLimitPolicy

POLICY_KEYS = {
    ClockKind.ACCEPTANCE: "acceptance_decision",
    ClockKind.RESOLVE: "resolve",
    ClockKind.INVESTIGATION: "investigate",
    ClockKind.FEEDBACK: "feedback",
    ClockKind.RETURN_VISIT: "return_visit",
}


def seed_time_limits(session: Session) -> int:
    """Add the shipped defaults to an office without limits.

    Returns how many. An office with limits keeps its own.
    """
    if session.scalars(select(TimeLimitPolicy.id).limit(1)).one_or_none() is not None:
        return 0
    seed = read_seed("time_limits")
    for limit in seed["limits"]:
        session.add(
            TimeLimitPolicy(
                id=new_id(),
                key=limit["key"],
                complaint_class=limit["class"],
                amount=limit["amount"],
                unit=limit["unit"],
                basis=limit["basis"],
                certainty=seed["certainty"],
                effective_from=date.fromisoformat(seed["effective_from"]),
            )
        )
    session.flush()
    return len(seed["limits"])


def get_policy(
    session: Session, kind: ClockKind, complexity: Complexity | None, on_day: date
) -> TimeLimitPolicy:
    """The newest limit in force on a Beijing day.

    A row of the class wins over one for all. NotFound if none.
    """
    rows = session.scalars(
        select(TimeLimitPolicy)
        .where(
            TimeLimitPolicy.key == POLICY_KEYS[kind],
            TimeLimitPolicy.effective_from <= on_day,
            or_(
                TimeLimitPolicy.complaint_class.is_(None),
                TimeLimitPolicy.complaint_class == complexity,
            ),
        )
        .order_by(TimeLimitPolicy.effective_from.desc())
    ).all()
    chosen = [row for row in rows if row.complaint_class is not None] or list(rows)
    if not chosen:
        raise NotFound(f"no time limit for {POLICY_KEYS[kind]} {complexity or ''} on {on_day.isoformat()}")
    return chosen[0]
