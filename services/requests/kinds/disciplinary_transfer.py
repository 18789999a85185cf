"""Clues go to the organ that may discipline (问题线索移送)."""

from bpmn.names import MessageName
from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.case.lifecycle import ClockKind
from services.requests.request_kind import NO_STAGE, Opening, RequestKind, columns

DISCIPLINARY_TRANSFER = RequestKind(
    name="disciplinary_transfer",
    table=DisciplinaryTransfer,
    opening=Opening(
        "discipline.proposed",
        "transfer_id",
        MessageName.TRANSFER_PROPOSED,
        told=columns("matter_nos"),
        sent=columns("complaint_id"),
    ),
    room="discipline",
    clocks={"own_clock_id": ClockKind.DISCIPLINARY_TRANSFER},
    has_own_process=True,
    lapses_on_entering=NO_STAGE,
    view_columns=columns("matter_nos", "to_unit", "transferred_at", "result_at"),
    page_order=90,
)
