"""What follows from a changed decision: orders and transfers of what it adds, none any more of what it takes away."""

from collections.abc import Sequence
from datetime import date

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.rectification import Rectification
from models.ground.codes import Disposal
from services.beside.rectification.order_for_opinion import (
    KIND_OF_DISPOSAL,
    Need,
    OrderTerms,
    order_for_matters,
)
from services.beside.rectification.order_rectification import find_owing_unit
from services.casefile.get_case import list_matters
from services.forms.task_case import TaskCase
from services.requests.kinds.disciplinary_transfer import DISCIPLINARY_TRANSFER
from services.requests.kinds.rectification import RECTIFICATION
from services.requests.open_request import NewRequest, open_request
from services.requests.open_requests import lapse_request, list_open_requests

WITHDRAWN_BY_REVIEW = "WITHDRAWN_BY_REVIEW"
Line = dict[str, object]


def follow_changes(case: TaskCase, lines: Sequence[Line], due_on: date | None = None) -> None:
    """Order what the changed matters need now and did not before; withdraw what none of the matters needs any more.

    `due_on` is the day that whoever decides sets for the orders; InvalidInput on `orders_due_on` for one that cannot be.
    """
    terms = OrderTerms(due_on, case.decided)
    for disposal in KIND_OF_DISPOSAL:
        if numbers := _list_with(lines, disposal, "disposals", but="first_disposals"):
            order_for_matters(Need(disposal, numbers, terms), case.complaint, case.unit, case.actor)
        if _list_with(lines, disposal, "first_disposals", but="disposals"):
            _withdraw_orders(case, disposal)
    discipline = Disposal.PROPOSE_DISCIPLINE
    if proposed := _list_with(lines, discipline, "disposals", but="first_disposals"):
        row = DisciplinaryTransfer(matter_nos=list(proposed))
        open_request(NewRequest(DISCIPLINARY_TRANSFER, row), case.complaint, case.unit, case.actor)
    _withdraw_transfers(case, set(_list_with(lines, discipline, "first_disposals", but="disposals")))


def _list_with(lines: Sequence[Line], disposal: Disposal, key: str, *, but: str) -> tuple[int, ...]:
    """The matters that have the disposal in one of their two lists and not in the other."""
    return tuple(
        int(str(line["no"]))
        for line in lines
        if disposal.value in _codes(line, key) and disposal.value not in _codes(line, but)
    )


def _codes(line: Line, key: str) -> list[str]:
    told = line[key]
    return [str(code) for code in told] if isinstance(told, list) else []


def _withdraw_orders(case: TaskCase, disposal: Disposal) -> None:
    """Those of the units that owe it for no matter any more."""
    owing = {
        find_owing_unit(case.complaint, case.unit, matter_no=matter.no)
        for matter in list_matters(case.complaint.id, case.unit)
        if disposal.value in matter.disposals
    }
    for request in list_open_requests(case.complaint.id, case.unit, kinds=(RECTIFICATION,)):
        row = request.row
        if not isinstance(row, Rectification) or row.kind is not KIND_OF_DISPOSAL[disposal]:
            continue
        if row.unit_code not in owing:
            lapse_request(request, case.unit, case.actor, reason=WITHDRAWN_BY_REVIEW)


def _withdraw_transfers(case: TaskCase, lost: set[int]) -> None:
    """Those that were not handed over yet, when none of their matters is proposed any more."""
    for request in list_open_requests(case.complaint.id, case.unit, kinds=(DISCIPLINARY_TRANSFER,)):
        row = request.row
        if not isinstance(row, DisciplinaryTransfer) or row.transferred_at is not None:
            continue
        if row.matter_nos and set(row.matter_nos) <= lost:
            lapse_request(request, case.unit, case.actor, reason=WITHDRAWN_BY_REVIEW)
