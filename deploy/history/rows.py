"""Rows of complaints before they are written: by table, with the events of the trail beside them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON

from deploy.history.places import Places
from models.case.decision import Decision
from models.case.lifecycle import ClockKind, ClockStopReason, Rung
from models.clock.clock import Clock
from models.clock.clock_ladder import DUE_MINUTE
from models.clock.deadline import WORKING_DAYS
from models.clock.legal_time import as_iso
from models.ground.base import Base
from models.ground.codes import Complexity
from models.ledger.trail_event import NewTrailEvent
from services.actor import SYSTEM
from services.clocks.counting import Counted, count_limit
from services.clocks.open_clock import SHORT_LIMIT_WORKDAYS
from services.clocks.time_limits import policy_key_of

ROUND = 1


@dataclass(slots=True)
class Rows:
    """Of several complaints; `tables` in the order in which they were first added to, parents first."""

    tables: defaultdict[type[Base], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    events: list[NewTrailEvent] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that ran: from when to when, and what ended it."""

    kind: ClockKind
    opened_at: datetime
    stopped_at: datetime
    reason: ClockStopReason
    complexity: Complexity | None = None


class CaseRows:
    """Adds what one complaint leaves."""

    def __init__(self, complaint_id: str, into: Rows, places: Places, dice: random.Random) -> None:
        self.id = complaint_id
        self.places = places
        self.dice = dice
        self._into = into

    def new_id(self) -> str:
        """Of the dice of this complaint, so that it is the same for the same past."""
        return f"{self.dice.getrandbits(128):032x}"

    def add(self, table: type[Base], **values: object) -> None:
        """A row with these values; what has none has the table's own default, or nothing."""
        row: dict[str, Any] = {**_nothing_of(table), "complaint_id": self.id, **values}
        for name, default in _defaults_of(table).items():
            row.setdefault(name, default() if callable(default) else default)
        if "complaint_id" not in table.__table__.columns:
            del row["complaint_id"]
        self._into.tables[table].append(row)

    def tell(self, at: datetime, actor: str, kind: str, payload: Mapping[str, object]) -> None:
        """An event of the trail."""
        self._into.events.append(NewTrailEvent(self.id, at, actor, kind, dict(payload)))

    def tell_system(self, at: datetime, kind: str, payload: Mapping[str, object]) -> None:
        """One that the office itself did."""
        self.tell(at, SYSTEM.name, kind, payload)

    def decide(self, at: datetime, by: str, kind: str, content: Mapping[str, object]) -> str:
        """A decision, on record and on the trail."""
        decision = self.new_id()
        self.add(Decision, id=decision, kind=kind, round=ROUND, by=by, at=at, content=dict(content))
        self.tell(at, by, f"decision.{kind}", {"content": dict(content), "round": ROUND})
        return decision

    def run(self, limit: Limit) -> date:
        """A limit counted as the office counts; the day from which it counts."""
        policy = self.places.policy(policy_key_of(limit.kind), limit.complexity)
        counted = Counted(limit.kind, limit.opened_at, policy.amount, policy.unit)
        deadline, due_at = count_limit(counted, self.places.ladder)
        clock, started_on = self.new_id(), date.fromisoformat(deadline["effective_date"])
        told = {"key": policy.key, "amount": policy.amount, "unit": policy.unit, "is_granted": False}
        self.add(
            Clock,
            id=clock,
            kind=limit.kind,
            round=ROUND,
            policy_id=policy.id,
            opened_at=limit.opened_at,
            started_on=started_on,
            original_due_at=due_at,
            due_at=due_at,
            stopped_at=limit.stopped_at,
            stop_reason=limit.reason.value,
            rung=Rung.STOPPED,
            is_provisional=deadline["provisional"],
            is_short=policy.unit == WORKING_DAYS and policy.amount <= SHORT_LIMIT_WORKDAYS,
            version=2,
            explanation={
                "limit": told | {"basis": policy.basis, "certainty": policy.certainty},
                "deadline": dict(deadline),
                "not_after": None,
                "moves": [],
            },
        )
        if limit.stopped_at > due_at:
            self._tell_over(clock, limit.kind, due_at)
        return started_on

    def _tell_over(self, clock: str, kind: ClockKind, due_at: datetime) -> None:
        told = {"clock_id": clock, "clock_kind": kind.value, "due_at": as_iso(due_at), "round": ROUND}
        at = due_at + DUE_MINUTE
        self.tell_system(at, "clock.over", {**told, "was_passed": False})


@cache
def _nothing_of(table: type[Base]) -> Mapping[str, None]:
    """Columns that may be empty; JSON is left out, where nothing and null differ."""
    columns = table.__table__.columns
    empty = (one for one in columns if one.nullable and one.default is None)
    return {one.name: None for one in empty if not isinstance(one.type, JSON) or one.type.none_as_null}


@cache
def _defaults_of(table: type[Base]) -> Mapping[str, Any]:  # Any: a value, or what makes one
    found = {}
    for column in table.__table__.columns:
        default = column.default
        if default is None:
            continue
        if default.is_callable:
            made = default.arg
            found[column.name] = (
                list if made.__name__ == "list" else dict if made.__name__ == "dict" else None
            )
        elif default.is_scalar:
            found[column.name] = default.arg
    return found
