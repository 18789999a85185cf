"""How often the investigation of a case went on, and why: entered by whoever lets it go on, told to who plans it."""

from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.further_investigation import FurtherInvestigation
from models.ground.evidence_codes import FurtherSource
from models.ground.ids import new_id
from services.actor import Actor
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class NewTurn:
    """Who lets it go on and why; an earlier form asks for no reason."""

    source: FurtherSource
    reason: str


def note_further(complaint: Complaint, turn: NewTurn, unit: Unit, actor: Actor) -> FurtherInvestigation:
    """Count one more turn inside the caller's unit, which holds the lock of the case."""
    of_case = FurtherInvestigation.complaint_id == complaint.id
    last = unit.session.scalar(select(func.max(FurtherInvestigation.no)).where(of_case))
    row = FurtherInvestigation(
        id=new_id(),
        complaint_id=complaint.id,
        no=(last or 0) + 1,
        round=complaint.round,
        source=turn.source,
        reason=turn.reason or None,
        asked_by=actor.name,
        asked_at=unit.clock.now(),
    )
    unit.session.add(row)
    unit.session.flush()
    payload = {"no": row.no, "round": row.round, "source": turn.source.value}
    unit.trail.add(complaint.id, "investigation.goes_on", payload, actor)
    return row


def word_further(complaint_id: str, unit: Unit) -> str | None:
    """The last turn with its number and reason, for the form that plans it; None while there was none."""
    turns = list_further(complaint_id, unit)
    if not turns:
        return None
    return f"第{turns[-1].no}次继续调查" + (f"：{turns[-1].reason}" if turns[-1].reason else "")


def list_further(complaint_id: str, unit: Unit) -> list[FurtherInvestigation]:
    """Every turn of the case, the first one first."""
    return list(
        unit.session.scalars(
            select(FurtherInvestigation)
            .where(FurtherInvestigation.complaint_id == complaint_id)
            .order_by(FurtherInvestigation.no)
        )
    )
