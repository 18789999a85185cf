"""What was asked and done beside the way of a case, all rounds of it, as the file shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from models.beside.report_objection import ReportObjection
from models.beside.review_sending import ReviewSending
from models.beside.sent_sheet import SentSheet
from models.beside.side_request import SideRequest
from models.beside.supplement import Supplement
from models.case.designation import Designation
from models.case.investigation_act import InvestigationAct
from models.case.survey import Survey
from services.evidence.withheld_words import WithheldWords
from services.identity.cut_identity import cut_own_values
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind
from services.unit_of_work import Unit

Row = TypeVar(
    "Row", Designation, InvestigationAct, ReportObjection, ReviewSending, SideRequest, Supplement, Survey
)


@dataclass(frozen=True, slots=True)
class SideWork:
    """Rows are the database's own, detached and for reading only, the oldest first.

    `requests` has every kind, in the order of the page, also those that nobody asked for. `sheets` are by the id of the
    request what left for a unit with it; a name that left by consent is cut there, since the file shows it masked.
    `withheld` covers what its reader may not know of restricted evidence.
    """

    requests: Mapping[RequestKind, tuple[SideRequest, ...]]
    supplements: tuple[Supplement, ...]
    designations: tuple[Designation, ...]
    investigation_acts: tuple[InvestigationAct, ...]
    surveys: tuple[Survey, ...]
    review_sendings: tuple[ReviewSending, ...]
    objections: tuple[ReportObjection, ...]
    sheets: Mapping[str, str]
    withheld: WithheldWords

    @property
    def numbers(self) -> Mapping[str, int]:
        """By its id the running number of each request among its kind."""
        return {row.id: row.no for rows in self.requests.values() for row in rows}

    @property
    def is_any(self) -> bool:
        """Whether the page has anything to show of it; surveys stand elsewhere."""
        return bool(
            any(self.requests.values()) or self.supplements or self.designations or self.investigation_acts
        )


def read_side_work(complaint_id: str, withheld: WithheldWords, unit: Unit) -> SideWork:
    """Everything beside the way of one case."""
    kinds = sorted(KINDS.values(), key=lambda kind: (kind.page_order, kind.name))
    return SideWork(
        requests={kind: _rows(kind.table, complaint_id, kind.table.no, unit) for kind in kinds},
        supplements=_rows(Supplement, complaint_id, Supplement.received_at, unit),
        designations=_rows(Designation, complaint_id, Designation.at, unit),
        investigation_acts=_rows(InvestigationAct, complaint_id, InvestigationAct.done_at, unit),
        surveys=_rows(Survey, complaint_id, Survey.round, unit),
        review_sendings=_rows(ReviewSending, complaint_id, ReviewSending.sent_at, unit),
        objections=_rows(ReportObjection, complaint_id, ReportObjection.no, unit),
        sheets=_read_sheets(complaint_id, unit),
        withheld=withheld,
    )


def _read_sheets(complaint_id: str, unit: Unit) -> dict[str, str]:
    rows = unit.session.scalars(select(SentSheet).where(SentSheet.complaint_id == complaint_id)).all()
    texts = cut_own_values([row.text for row in rows], complaint_id, unit)
    return {row.request_id: text for row, text in zip(rows, texts, strict=True)}


def _rows(
    table: type[Row], complaint_id: str, order: InstrumentedAttribute[Any], unit: Unit
) -> tuple[Row, ...]:
    return tuple(
        unit.session.scalars(select(table).where(table.complaint_id == complaint_id).order_by(order))
    )
