"""What leaves with a decision on what was found, for whoever decides, before third persons are cut: orders and notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.case.disposal import MatterDisposal
from models.ground.codes import Disposal
from services.beside.rectification.order_for_opinion import KIND_OF_DISPOSAL, Wanting
from services.beside.rectification.order_rectification import OrderRectification
from services.beside.sheets.leaving import (
    FINDING,
    Leaving,
    LeavingPart,
    LeavingSheet,
    leave_together,
    word_leaving,
)
from services.forms.task_case import TaskCase
from services.rights.finding_letter import Notice, word_about
from services.rights.party import name_party


def word_decision(orders: Sequence[OrderRectification], notices: Sequence[Notice], case: TaskCase) -> Leaving:
    """Of an order its sheet and what it asks, of a notice to a respondent what somebody wrote of the finding."""
    ordered = [
        word_leaving(LeavingSheet([order.unit_code], order.matter_nos), order.what, case) for order in orders
    ]
    return leave_together([*ordered, *(_word_notice(notice, case) for notice in notices)])


def list_wanting(said: Mapping[int, Sequence[MatterDisposal]]) -> list[Wanting]:
    """By kind of order the matters that need one, of what is about to be said of each by its number."""
    by_kind: dict[Disposal, dict[int, MatterDisposal | None]] = {kind: {} for kind in KIND_OF_DISPOSAL}
    for no, rows in said.items():
        for row in rows:
            if row.kind in by_kind:
                by_kind[row.kind][no] = row
    return [Wanting(kind, rows) for kind, rows in by_kind.items()]


def _word_notice(notice: Notice, case: TaskCase) -> Leaving:
    about = "\n".join(word_about(notice, case.unit))
    return Leaving(name_party(notice.party, case.unit), (LeavingPart(FINDING, about),))
