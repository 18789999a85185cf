"""Windows of a case in which the unit complained about or the complainant may still speak: until then nothing is found."""

from typing import TypeVar

from sqlalchemy import or_, select

from models.beside.respondent_request import RespondentRequest
from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from services.unit_of_work import Unit

WaitedFor = RespondentRequest | SupplementRequest
Row = TypeVar("Row", RespondentRequest, SupplementRequest)


def list_open_windows(complaint: Complaint, unit: Unit) -> list[WaitedFor]:
    """The requests of this round whose window is neither answered nor over nor given up, whatever stage the case is in.

    One that lapsed because its stage was left waits on until its last day is over: no diagram shortens it.
    """
    now = unit.clock.now()
    asked: list[WaitedFor] = [
        *_list_unanswered(RespondentRequest, complaint, unit),
        *_list_unanswered(SupplementRequest, complaint, unit),
    ]
    # Requests of an earlier release name no matters, nor do those of intake; what these left open has lapsed for good.
    return [
        row
        for row in asked
        if now < row.window_ends_at and (row.state is RequestState.OPEN or row.matter_nos is not None)
    ]


def is_about(row: WaitedFor, matter_no: int) -> bool:
    """Whether the request is about this matter; one that names none is about all."""
    return row.matter_nos is None or matter_no in row.matter_nos


def _list_unanswered(table: type[Row], complaint: Complaint, unit: Unit) -> list[Row]:
    return list(
        unit.session.scalars(
            select(table)
            .where(
                table.complaint_id == complaint.id,
                table.round == complaint.round,
                or_(table.state == RequestState.OPEN, table.state == RequestState.LAPSED),
            )
            .order_by(table.no)
        )
    )
