"""What was asked and done beside the way of a case, all rounds of it, as the file shows it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from models.beside.refused_review import RefusedReview
from models.beside.report_objection import ReportObjection
from models.beside.review_sending import ReviewSending
from models.beside.sent_sheet import SentSheet
from models.beside.side_request import SideRequest
from models.beside.supplement import Supplement
from models.case.designation import Designation
from models.case.dispatch import Dispatch
from models.case.investigation_act import InvestigationAct
from models.case.letter_delivery import LetterDelivery
from models.case.survey import Survey
from models.case.unit_mail import UnitMail
from services.evidence.withheld_words import WithheldWords
from services.identity.cut_identity import cut_own_values
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind
from services.unit_of_work import Unit

Row = TypeVar(
    "Row",
    Designation,
    Dispatch,
    InvestigationAct,
    LetterDelivery,
    RefusedReview,
    ReportObjection,
    ReviewSending,
    SideRequest,
    Supplement,
    Survey,
)


class Requests(Mapping[RequestKind, tuple[SideRequest, ...]]):
    """Every kind in the order of the page, also those that nobody asked for; a kind is read when it is asked for."""

    def __init__(self, complaint_id: str, unit: Unit) -> None:
        """The requests of one case."""
        self._complaint_id, self._unit = complaint_id, unit
        self._read: dict[RequestKind, tuple[SideRequest, ...]] = {}

    def __getitem__(self, kind: RequestKind) -> tuple[SideRequest, ...]:
        """The oldest first."""
        if kind not in self._read:
            self._read[kind] = _rows(kind.table, self._complaint_id, kind.table.no, self._unit)
        return self._read[kind]

    def __iter__(self) -> Iterator[RequestKind]:
        """In the order of the page."""
        return iter(sorted(KINDS.values(), key=lambda kind: (kind.page_order, kind.name)))

    def __len__(self) -> int:
        """How many kinds there are."""
        return len(KINDS)


class SideWork:
    """Rows are the database's own and for reading only, the oldest first; each table is read when it is asked for.

    `sheets` are by the id of the request what left for a unit with it; a name that left by consent is cut there, since
    the file shows it masked.
    """

    def __init__(self, complaint_id: str, find_withheld: Callable[[], WithheldWords], unit: Unit) -> None:
        """Of one case."""
        self._complaint_id, self._unit = complaint_id, unit
        self._find_withheld = find_withheld
        self.requests = Requests(complaint_id, unit)

    @cached_property
    def withheld(self) -> WithheldWords:
        """Covers what its reader may not know of restricted evidence."""
        return self._find_withheld()

    @cached_property
    def supplements(self) -> tuple[Supplement, ...]:
        """Material that came."""
        return _rows(Supplement, self._complaint_id, Supplement.received_at, self._unit)

    @cached_property
    def designations(self) -> tuple[Designation, ...]:
        """Who was named for what."""
        return _rows(Designation, self._complaint_id, Designation.at, self._unit)

    @cached_property
    def investigation_acts(self) -> tuple[InvestigationAct, ...]:
        """What was done to find out."""
        return _rows(InvestigationAct, self._complaint_id, InvestigationAct.done_at, self._unit)

    @cached_property
    def surveys(self) -> tuple[Survey, ...]:
        """What the complainant said at the query code."""
        return _rows(Survey, self._complaint_id, Survey.round, self._unit)

    @cached_property
    def review_sendings(self) -> tuple[ReviewSending, ...]:
        """How decisions of reviews were sent."""
        return _rows(ReviewSending, self._complaint_id, ReviewSending.sent_at, self._unit)

    @cached_property
    def refused_reviews(self) -> tuple[RefusedReview, ...]:
        """Requests for a review that were refused."""
        return _rows(RefusedReview, self._complaint_id, RefusedReview.requested_at, self._unit)

    @cached_property
    def notices(self) -> tuple[Dispatch, ...]:
        """What the complainant was told of by e-mail or SMS; for the page alone."""
        rows = _rows(Dispatch, self._complaint_id, Dispatch.made_at, self._unit)
        return tuple(row for row in rows if not row.purpose.is_to_unit)

    @cached_property
    def unit_mails(self) -> Mapping[str, Sequence[tuple[Dispatch, UnitMail]]]:
        """What left by mail for units outside, by the id of the request; for the page alone."""
        rows = self._unit.session.execute(
            select(Dispatch, UnitMail)
            .join(UnitMail, UnitMail.dispatch_id == Dispatch.id)
            .where(Dispatch.complaint_id == self._complaint_id)
            .order_by(Dispatch.made_at, Dispatch.id)
        ).all()
        found: dict[str, list[tuple[Dispatch, UnitMail]]] = {}
        for row, mail in rows:
            found.setdefault(mail.request_id, []).append((row, mail))
        return found

    @cached_property
    def deliveries(self) -> tuple[LetterDelivery, ...]:
        """What left by post or over the counter, or is to; for the page alone."""
        return _rows(LetterDelivery, self._complaint_id, LetterDelivery.made_at, self._unit)

    @cached_property
    def objections(self) -> tuple[ReportObjection, ...]:
        """What was objected to reports of bodies entrusted."""
        return _rows(ReportObjection, self._complaint_id, ReportObjection.no, self._unit)

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """What left."""
        return _read_sheets(self._complaint_id, self._unit)


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
