"""A delay has to be explained (督办)."""

from bpmn.names import MessageName
from models.beside.side_request import SideRequest
from models.beside.supervision import Supervision
from models.case.lifecycle import ClockKind
from services.clocks.supervised_clocks import supervision_changed
from services.requests.request_kind import NO_STAGE, Opening, RequestKind, columns
from services.unit_of_work import Unit


def _tell_clocks(row: SideRequest, unit: Unit) -> None:
    """The limits that were supervised look again."""
    if isinstance(row, Supervision):
        supervision_changed(row, unit)


SUPERVISION = RequestKind(
    name="supervision",
    table=Supervision,
    opening=Opening(
        "supervision.opened",
        "supervision_id",
        MessageName.SUPERVISION_OPENED,
        told=columns("is_automatic", clock_id="late_clock_id"),
        sent=columns("complaint_id"),
    ),
    clocks={"own_clock_id": ClockKind.SUPERVISION},
    has_own_process=True,
    lapses_on_entering=NO_STAGE,
    after_lapse=_tell_clocks,
    view_columns=columns("is_automatic", "planned_on", "explained_at", "is_in_bulletin"),
    page_order=70,
)
