"""Records decisions: one of each kind per round; a later wording of the same one keeps the earlier in the trail."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.ground.ids import new_id
from services.actor import Actor
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision of one round and what it says."""

    complaint_id: str
    kind: DecisionKind
    round: int
    content: Mapping[str, object]


def record_decision(decision: NewDecision, unit: Unit, actor: Actor) -> Decision:
    """Record it, or replace the one of this round after entering its old content on the trail."""
    row = find_decision(decision.complaint_id, decision.kind, decision.round, unit)
    if row is None:
        row = Decision(
            id=new_id(), complaint_id=decision.complaint_id, kind=decision.kind, round=decision.round
        )
        unit.session.add(row)
    else:
        earlier = {"kind": row.kind.value, "round": row.round, "by": row.by, "content": row.content}
        unit.trail.add(decision.complaint_id, "decision.superseded", earlier, actor)
    row.by, row.at, row.content = actor.name, unit.clock.now(), dict(decision.content)
    unit.trail.add(
        decision.complaint_id,
        f"decision.{decision.kind.value}",
        {"round": decision.round, "content": dict(decision.content)},
        actor,
    )
    unit.session.flush()
    return row


def list_decisions(complaint_id: str, unit: Unit) -> list[Decision]:
    """All decisions of the case, in the order in which they were made."""
    query = select(Decision).where(Decision.complaint_id == complaint_id).order_by(Decision.at)
    return list(unit.session.scalars(query))


def find_decision(complaint_id: str, kind: DecisionKind, round_no: int, unit: Unit) -> Decision | None:
    """The decision of this kind in this round."""
    found = (row for row in list_decisions(complaint_id, unit) if row.kind is kind and row.round == round_no)
    return next(found, None)


def find_last_decision(complaint_id: str, kind: DecisionKind, unit: Unit) -> Decision | None:
    """The decision of this kind in the latest round that has one."""
    found = (row for row in list_decisions(complaint_id, unit) if row.kind is kind)
    return max(found, key=lambda row: row.round, default=None)


def list_decided_rows(content: Mapping[str, object]) -> list[dict[str, object]]:
    """What a decision says matter by matter; those made before there were matters say it claim by claim."""
    rows = content.get("matters", content.get("claims"))
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
