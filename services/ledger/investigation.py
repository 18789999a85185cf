"""调查: what was done to find out, what was found, and for how long the limits stood still or were given more."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from models.beside.entrustment import Entrustment
from models.beside.extension import Extension
from models.case.decision import Decision
from models.case.further_investigation import FurtherInvestigation
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import DecisionKind
from models.case.matter import Matter
from models.clock.legal_time import beijing_date
from models.ground.codes import EntrustmentKind, Finding, Method
from services.ledger.batch import Batch, Values, by_case, once
from services.ledger.limits import StoodStill

_TRUE = frozenset({Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED})
_BY_OTHERS = {EntrustmentKind.ENTRUSTED: Method.ENTRUST, EntrustmentKind.APPRAISAL: Method.APPRAISAL}


def read_investigation(batch: Batch, still: Mapping[str, StoodStill]) -> dict[str, Values]:
    """The columns of the part by case; a fixed number of statements."""
    acts, findings, extensions = _read_acts(batch), _read_findings(batch), _read_extensions(batch)
    further, moving = _count_further(batch), StoodStill()
    return {
        case: {
            **acts[case],
            **findings[case],
            **extensions[case],
            "further_turns": further.get(case, 0),
            "pauses": still.get(case, moving).pauses,
            "paused_workdays": len(still.get(case, moving).days),
        }
        for case in batch.cases
    }


def sum_up(findings: Collection[Finding]) -> Finding | None:
    """One word for a complaint of several matters: true in part as soon as anything is true and not all of it.

    Where nothing was found true and something could not be found out, the whole could not be.
    """
    if not findings:
        return None
    if len(set(findings)) == 1:
        return next(iter(findings))
    return Finding.PARTLY_SUBSTANTIATED if _TRUE.intersection(findings) else Finding.UNVERIFIABLE


def _read_acts(batch: Batch) -> dict[str, Values]:
    """What there is a record of, and what others were commissioned to find out."""
    session = batch.unit.session
    acts = session.execute(
        select(InvestigationAct.complaint_id, InvestigationAct.method)
        .where(InvestigationAct.complaint_id.in_(batch.ids))
        .order_by(InvestigationAct.complaint_id, InvestigationAct.done_at, InvestigationAct.id)
    )
    done = by_case((case, method) for case, method in acts)
    commissions = session.execute(
        select(Entrustment.complaint_id, Entrustment.kind)
        .where(Entrustment.complaint_id.in_(batch.ids))
        .order_by(Entrustment.complaint_id, Entrustment.no)
    )
    entrusted = by_case((case, _BY_OTHERS[kind]) for case, kind in commissions)
    return {
        case: {
            "methods": once((*done.get(case, ()), *entrusted.get(case, ()))),
            "acts": len(done.get(case, ())),
            "entrustments": len(entrusted.get(case, ())),
        }
        for case in batch.cases
    }


def _read_findings(batch: Batch) -> dict[str, Values]:
    rows = batch.unit.session.execute(
        select(Matter.complaint_id, Matter.finding)
        .where(Matter.complaint_id.in_(batch.ids), Matter.finding.is_not(None))
        .order_by(Matter.complaint_id, Matter.no)
    )
    found = by_case((case, finding) for case, finding in rows if finding is not None)
    latest = select(Decision.complaint_id, func.max(Decision.at)).where(
        Decision.complaint_id.in_(batch.ids), Decision.kind == DecisionKind.FINDINGS
    )
    at = {case: at for case, at in batch.unit.session.execute(latest.group_by(Decision.complaint_id))}
    told: dict[str, Values] = {}
    for case in batch.cases:
        whole = sum_up(found.get(case, ()))
        told[case] = {
            "finding": None if whole is None else whole.value,
            "findings": tuple(finding.value for finding in found.get(case, ())),
            "found_on": beijing_date(at[case]) if case in at else None,
        }
    return told


def _read_extensions(batch: Batch) -> dict[str, Values]:
    rows = batch.unit.session.execute(
        select(Extension.complaint_id, Extension.old_due_at, Extension.new_due_at).where(
            Extension.complaint_id.in_(batch.ids), Extension.is_effective
        )
    )
    found = by_case((case, (old, new)) for case, old, new in rows)
    return {
        case: {
            "extensions": len(found.get(case, ())),
            "extended_workdays": sum(
                batch.count_workdays(beijing_date(old), beijing_date(new)) or 0
                for old, new in found.get(case, ())
                if new is not None
            ),
        }
        for case in batch.cases
    }


def _count_further(batch: Batch) -> dict[str, int]:
    of_case = FurtherInvestigation.complaint_id
    query = select(of_case, func.count()).where(of_case.in_(batch.ids)).group_by(of_case)
    return {case: number for case, number in batch.unit.session.execute(query)}
