"""调查: what was done to find out, what was found, for how long limits stood still or were given more, and supervisions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import literal, select, union_all

from models.beside.entrustment import Entrustment
from models.beside.extension import Extension
from models.case.investigation_act import InvestigationAct
from models.case.matter import Matter
from models.clock.legal_time import beijing_date
from models.ground.codes import TRUE_AT_LEAST_IN_PART, EntrustmentKind, Finding, Method
from services.ledger.batch import Batch, Counts, Matters, Values, by_case, in_order
from services.ledger.limits import StoodStill

_BY_OTHERS = {EntrustmentKind.ENTRUSTED: Method.ENTRUST, EntrustmentKind.APPRAISAL: Method.APPRAISAL}


def read_investigation(
    batch: Batch, counts: Counts, matters: Matters, still: Mapping[str, StoodStill]
) -> dict[str, Values]:
    """The columns of the part by case; a fixed number of statements."""
    acts, extensions, moving = _read_acts(batch), _read_extensions(batch), StoodStill()
    return {
        case: {
            **acts[case],
            **_tell_findings(matters.get(case, ())),
            **extensions[case],
            "further_turns": counts.get(("further_turns", case), 0),
            "supervisions": counts.get(("supervisions", case), 0),
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
    return (
        Finding.PARTLY_SUBSTANTIATED if TRUE_AT_LEAST_IN_PART.intersection(findings) else Finding.UNVERIFIABLE
    )


def _read_acts(batch: Batch) -> dict[str, Values]:
    """What there is a record of, and what others were commissioned to find out."""
    acts = select(
        InvestigationAct.complaint_id,
        InvestigationAct.method,
        literal(None, Entrustment.kind.type),
    ).where(InvestigationAct.complaint_id.in_(batch.ids))
    commissions = select(
        Entrustment.complaint_id,
        literal(None, InvestigationAct.method.type),
        Entrustment.kind,
    ).where(Entrustment.complaint_id.in_(batch.ids))
    rows = batch.unit.session.execute(union_all(acts, commissions)).all()
    done = by_case((case, method) for case, method, _ in rows if method is not None)
    entrusted = by_case((case, _BY_OTHERS[kind]) for case, _, kind in rows if kind is not None)
    return {
        case: {
            "methods": in_order((*done.get(case, ()), *entrusted.get(case, ())), Method),
            "acts": len(done.get(case, ())),
            "entrustments": len(entrusted.get(case, ())),
        }
        for case in batch.cases
    }


def _tell_findings(matters: Sequence[Matter]) -> Values:
    found = [matter.finding for matter in matters if matter.finding is not None]
    whole = sum_up(found)
    return {
        "finding": None if whole is None else whole.value,
        "findings": tuple(finding.value for finding in found),
    }


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
            "extended_workdays": _sum_days(found.get(case, ()), batch),
        }
        for case in batch.cases
    }


def _sum_days(extended: Sequence[tuple[datetime, datetime | None]], batch: Batch) -> int | None:
    """None where the calendar does not reach: a part of the days would look like all of them."""
    days = [
        batch.count_workdays(beijing_date(old), beijing_date(new)) for old, new in extended if new is not None
    ]
    known = [number for number in days if number is not None]
    return sum(known) if len(known) == len(days) else None
