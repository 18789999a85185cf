"""How often things happened to complaints and on which day: one statement for all that is counted, one for the days."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Select, func, literal, select, union_all

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.rectification import Rectification
from models.beside.refused_review import RefusedReview
from models.beside.supervision import Supervision
from models.beside.supplement_request import SupplementRequest
from models.beside.withdrawal import Withdrawal
from models.case.case_run import CaseRun
from models.case.claim import Claim
from models.case.complaint_group import ComplaintGroup
from models.case.decision import Decision
from models.case.further_investigation import FurtherInvestigation
from models.case.interim_answer import InterimAnswer
from models.case.lifecycle import DecisionKind, RunReason
from models.case.prior_case import PriorMark
from models.clock.legal_time import beijing_date
from services.ledger.batch import Batch

# Not columns themselves: whether somebody found it the same as one kept before, and whether it leads a mass complaint.
MARKED, LEADS = "marked", "leads"
DAYS = ("found_on", "approved_on", "interim_answered_on", "withdrawn_on")
_APPROVED = (DecisionKind.APPROVAL, DecisionKind.SETTLEMENT)
T = TypeVar("T", int, datetime, datetime | None)


def map_counts(batch: Batch) -> dict[tuple[str, str], int]:
    """By column and case; what never happened has no entry."""
    verified, reopened = Rectification.verified_at.is_not(None), CaseRun.reason == RunReason.REOPENED.value
    number = func.count()
    counted = {
        "claims": select(Claim.complaint_id, number),
        "interim_answers": select(InterimAnswer.complaint_id, number),
        "times_materials_asked": select(SupplementRequest.complaint_id, number),
        "further_turns": select(FurtherInvestigation.complaint_id, number),
        "rectification_orders": select(Rectification.complaint_id, number),
        "rectifications_done": select(Rectification.complaint_id, number).where(verified),
        "discipline_transfers": select(DisciplinaryTransfer.complaint_id, number),
        "supervisions": select(Supervision.complaint_id, number),
        "refused_reviews": select(RefusedReview.complaint_id, func.sum(RefusedReview.times)),
        "times_reopened": select(CaseRun.complaint_id, number).where(reopened),
        MARKED: select(PriorMark.complaint_id, number),
        LEADS: select(ComplaintGroup.leading_id, number),
    }
    rows = batch.unit.session.execute(
        union_all(*(_of_cases(name, query, batch) for name, query in counted.items()))
    )
    return {(name, case): int(number) for name, case, number in rows}


def map_days(batch: Batch) -> dict[tuple[str, str], date]:
    """By column and case: the Beijing day of the last finding, approval and confirmed withdrawal, of the first interim answer."""
    last, kind = func.max(Decision.at), Decision.kind
    told = {
        "found_on": select(Decision.complaint_id, last).where(kind == DecisionKind.FINDINGS),
        "approved_on": select(Decision.complaint_id, last).where(kind.in_(_APPROVED)),
        "interim_answered_on": select(InterimAnswer.complaint_id, func.min(InterimAnswer.sent_at)),
        "withdrawn_on": select(Withdrawal.complaint_id, func.max(Withdrawal.verified_at)).where(
            Withdrawal.is_confirmed.is_(True)
        ),
    }
    rows = batch.unit.session.execute(
        union_all(*(_of_cases(name, query, batch) for name, query in told.items()))
    )
    return {(name, case): beijing_date(at) for name, case, at in rows if at is not None}


def _of_cases(name: str, query: Select[str, T], batch: Batch) -> Select[str, str, T]:
    case, value = query.selected_columns
    told = query.with_only_columns(literal(name), case, value)
    return told.where(case.in_(batch.ids)).group_by(case)
