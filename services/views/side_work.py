"""What was asked and done beside the way of a case, all rounds of it, as the file shows it."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.entrustment import Entrustment
from models.beside.extension import Extension
from models.beside.rectification import Rectification
from models.beside.recusal import Recusal
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.review import Review
from models.beside.supervision import Supervision
from models.beside.supplement import Supplement
from models.beside.supplement_request import SupplementRequest
from models.beside.withdrawal import Withdrawal
from models.case.designation import Designation
from models.case.investigation_act import InvestigationAct
from models.case.survey import Survey
from services.unit_of_work import Unit

Row = TypeVar(
    "Row",
    Designation,
    DisciplinaryTransfer,
    Entrustment,
    Extension,
    InvestigationAct,
    Recusal,
    Rectification,
    Referral,
    RespondentRequest,
    Review,
    Supervision,
    Supplement,
    SupplementRequest,
    Survey,
    Withdrawal,
)


@dataclass(frozen=True, slots=True)
class SideWork:
    """Rows are the database's own, detached and for reading only, the oldest first."""

    supplement_requests: tuple[SupplementRequest, ...]
    supplements: tuple[Supplement, ...]
    referrals: tuple[Referral, ...]
    extensions: tuple[Extension, ...]
    entrustments: tuple[Entrustment, ...]
    respondent_requests: tuple[RespondentRequest, ...]
    recusals: tuple[Recusal, ...]
    supervisions: tuple[Supervision, ...]
    rectifications: tuple[Rectification, ...]
    disciplinary_transfers: tuple[DisciplinaryTransfer, ...]
    reviews: tuple[Review, ...]
    withdrawals: tuple[Withdrawal, ...]
    designations: tuple[Designation, ...]
    investigation_acts: tuple[InvestigationAct, ...]
    surveys: tuple[Survey, ...]


def read_side_work(complaint_id: str, unit: Unit) -> SideWork:
    """Everything beside the way of one case."""
    return SideWork(
        supplement_requests=_rows(SupplementRequest, complaint_id, SupplementRequest.no, unit),
        supplements=_rows(Supplement, complaint_id, Supplement.received_at, unit),
        referrals=_rows(Referral, complaint_id, Referral.no, unit),
        extensions=_rows(Extension, complaint_id, Extension.no, unit),
        entrustments=_rows(Entrustment, complaint_id, Entrustment.no, unit),
        respondent_requests=_rows(RespondentRequest, complaint_id, RespondentRequest.no, unit),
        recusals=_rows(Recusal, complaint_id, Recusal.no, unit),
        supervisions=_rows(Supervision, complaint_id, Supervision.no, unit),
        rectifications=_rows(Rectification, complaint_id, Rectification.no, unit),
        disciplinary_transfers=_rows(DisciplinaryTransfer, complaint_id, DisciplinaryTransfer.no, unit),
        reviews=_rows(Review, complaint_id, Review.no, unit),
        withdrawals=_rows(Withdrawal, complaint_id, Withdrawal.no, unit),
        designations=_rows(Designation, complaint_id, Designation.at, unit),
        investigation_acts=_rows(InvestigationAct, complaint_id, InvestigationAct.done_at, unit),
        surveys=_rows(Survey, complaint_id, Survey.round, unit),
    )


def _rows(
    table: type[Row], complaint_id: str, order: InstrumentedAttribute[Any], unit: Unit
) -> tuple[Row, ...]:
    return tuple(
        unit.session.scalars(select(table).where(table.complaint_id == complaint_id).order_by(order))
    )
