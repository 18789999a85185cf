"""Signals that can be linked to a record as evidence: of its person, taken up, and seen by who links."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from models.ground.accountability_codes import AccountabilityEvidenceKind
from models.ground.signal_codes import SignalState
from models.office.accountability import Accountability, AccountabilityEvidence
from models.office.falsification_signal import FalsificationSignal
from services.actor import Actor
from services.signals.who_sees import may_see
from services.unit_of_work import Unit

MOST_OFFERED = 100


def list_signals_to_link(row: Accountability, unit: Unit, actor: Actor) -> Sequence[FalsificationSignal]:
    """Those that are not linked yet, the last that were taken up first; NotPermitted as who_sees.py says."""
    linked = select(AccountabilityEvidence.ref).where(
        AccountabilityEvidence.accountability_id == row.id,
        AccountabilityEvidence.kind == AccountabilityEvidenceKind.SIGNAL,
    )
    query = (
        select(FalsificationSignal)
        .where(
            may_see(unit, actor),
            FalsificationSignal.person == row.person,
            FalsificationSignal.state == SignalState.TAKEN_UP,
            FalsificationSignal.id.not_in(linked),
        )
        .order_by(FalsificationSignal.decided_at.desc(), FalsificationSignal.id)
        .limit(MOST_OFFERED)
    )
    return unit.session.scalars(query).all()
