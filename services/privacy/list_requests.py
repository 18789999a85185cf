"""The register of requests about personal data: what waits, the earliest limit first, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.privacy_codes import DataRequestState, DataRight
from models.vault.masking import MASKS
from services.access.kept_away import must_keep_away
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.identity.masked_identity import find_masked_identity
from services.office.people_names import map_people_names
from services.privacy.handing_rights import may_hand_over
from services.privacy.request_lines import COPIES
from services.unit_of_work import Unit, UnitOfWork
from services.views.counted_page import PageAsked, read_counted
from services.views.page import Page

DECIDERS = (Role.SUPERVISOR, Role.DIRECTOR)
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A row of the register; nothing of it names the person."""

    id: str
    number: str
    kind: DataRight
    asked_at: datetime
    due_on: date
    is_late: bool
    state: DataRequestState
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """One request whole, for who decides: what is on file and what it would become stand masked.

    `has_copy` where the reader may hand one over.
    """

    row: DataRequest
    number: str
    is_archived: bool
    is_late: bool
    registered_by: str
    decided_by: str
    on_file: str
    becomes: str
    has_copy: bool


@dataclass(frozen=True, slots=True)
class WaitingRequests:
    """How many; `has_more` than the counted 99."""

    number: int
    has_more: bool


def list_data_requests(
    unit_of_work: UnitOfWork, actor: Actor, page: int = 1, *, is_open: bool = True
) -> Page[RequestLine]:
    """A page of those that wait, or of those decided, the newest first; none of cases kept from him.

    NotPermitted for other roles.
    """
    login = require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        waits = DataRequest.state == DataRequestState.OPEN
        order = (
            (DataRequest.due_on, DataRequest.id)
            if is_open
            else (DataRequest.decided_at.desc(), DataRequest.id.desc())
        )
        query = (
            select(DataRequest, Complaint.number)
            .join(Complaint, Complaint.id == DataRequest.complaint_id)
            .where(waits if is_open else ~waits, ~must_keep_away(login, unit))
            .order_by(*order)
        )
        found = read_counted(query, PageAsked(page), unit)
        today = beijing_date(unit.clock.now())
        lines = tuple(_line(row, number, today) for row, number in found.rows)
        return Page(lines, found.number, found.total, found.has_more)


def count_waiting_requests(unit_of_work: UnitOfWork, actor: Actor) -> WaitingRequests:
    """How many wait for this person; none for who decides on none."""
    if not actor.roles & set(DECIDERS):
        return WaitingRequests(0, has_more=False)
    login = require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        waiting = (
            select(DataRequest.id)
            .join(Complaint, Complaint.id == DataRequest.complaint_id)
            .where(DataRequest.state == DataRequestState.OPEN, ~must_keep_away(login, unit))
            .limit(MOST_COUNTED + 1)
        )
        found = int(unit.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0)
    return WaitingRequests(min(found, MOST_COUNTED), found > MOST_COUNTED)


def get_data_request(request_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ShownRequest:
    """NotFound for none and for one of a case that is not for him; NotPermitted for other roles."""
    require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        row, complaint = get_request_row(request_id, unit, actor)
        names = map_people_names(unit)
        masked = (find_masked_identity(complaint.id, unit) or {}) if row.field else {}
        shown = ShownRequest(
            row=row,
            number=complaint.number,
            is_archived=complaint.stage.value == "archived",
            is_late=_is_late(row, beijing_date(unit.clock.now())),
            registered_by=names.get(row.registered_by or "", ""),
            decided_by=names.get(row.decided_by or "", ""),
            on_file=masked.get(row.field.value, "") if row.field else "",
            becomes=MASKS[row.field](row.new_value or "") if row.field else "",
            has_copy=_has_copy(row) and may_hand_over(complaint, unit, actor),
        )
        unit.session.expunge_all()
    return shown


def get_request_row(
    request_id: str, unit: Unit, actor: Actor, *, lock: bool = False
) -> tuple[DataRequest, Complaint]:
    """The row with its case; NotFound for whom the case is not."""
    row = unit.session.get(DataRequest, request_id, with_for_update=lock)
    complaint = None if row is None else unit.session.get(Complaint, row.complaint_id)
    if row is None or complaint is None or not may_read_case(complaint, unit, actor):
        raise NotFound
    return row, complaint


def _line(row: DataRequest, number: str, today: date) -> RequestLine:
    return RequestLine(
        row.id, number, row.kind, row.asked_at, row.due_on, _is_late(row, today), row.state, row.decided_at
    )


def _has_copy(row: DataRequest) -> bool:
    return row.state is DataRequestState.GRANTED and row.kind in COPIES


def _is_late(row: DataRequest, today: date) -> bool:
    answered = today if row.decided_at is None else beijing_date(row.decided_at)
    return answered > row.due_on
