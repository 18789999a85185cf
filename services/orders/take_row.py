"""Takes one row of a table: a new one is filed, a known order goes on in its case, the same again changes nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.hotline_order import HotlineOrder
from models.case.receipt import Receipt
from models.ground.codes import Channel
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.errors import InvalidInput
from models.ground.keeping_codes import FILE_DESTROYED
from models.ground.order_codes import OrderChange, RowState, TableKind
from services.actor import Actor
from services.dispatch.plan_notice import plan_notice
from services.filing.file_raw_message import FileRawMessage, file_in, submission_id_of
from services.filing.hotline_order import NewOrder, find_order, note_order
from services.filing.new_case import FiledComplaint
from services.orders.columns import NUMBER, REVIEW_ID, arrived_at, as_message, due_of, find_faults, number_of
from services.orders.follow_order import follow_order, follow_review
from services.orders.keep_row import keep_row
from services.orders.order_changes import find_changes, merge
from services.orders.review_changes import find_review_changes, known_of
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class TakenRow:
    """What became of it; `filed` is the receipt of a new one, `changes` what a known order said anew."""

    state: RowState
    complaint_id: str
    filed: FiledComplaint | None = None
    changes: frozenset[OrderChange] = frozenset()


def take_row(kind: TableKind, fields: Mapping[str, str], unit: Unit, actor: Actor) -> TakenRow:
    """In the caller's unit; who can be written to is told that a new one was received.

    InvalidInput by column for a row of which nobody can say what it is, or of a moment to come.
    InvalidInput(FILE_DESTROYED) by the column of the number where the file of a known order was destroyed.
    """
    if faults := find_faults(kind, fields):
        raise InvalidInput(faults)
    if (known := find_known(kind, number_of(kind, fields), unit)) is not None:
        return _go_on(known, fields, unit, actor)
    filed = _file(kind, fields, unit, actor)
    if kind is TableKind.ORDERS:
        # What the hotline has said since it called, in a row that is new to us.
        order = find_order(number_of(kind, fields), unit)
        if order is not None:
            order.fields = _without_news(fields)
            _follow(order, fields, unit, actor)
    return TakenRow(RowState.FILED, filed.complaint_id, filed)


def find_known(kind: TableKind, number: str, unit: Unit) -> HotlineOrder | str | None:
    """The order with this number, or the id of the complaint of a review with it; None for a new one."""
    if kind is TableKind.ORDERS and (order := find_order(number, unit)) is not None:
        return order
    complaint = unit.session.scalars(
        select(Complaint).where(Complaint.submission_id == submission_id_of(kind.channel, number))
    ).one_or_none()
    if complaint is None:
        return None
    # An order that was filed with an earlier release.
    return complaint.id if kind is TableKind.REVIEWS else _note_earlier(number, complaint, unit)


def _go_on(known: HotlineOrder | str, fields: Mapping[str, str], unit: Unit, actor: Actor) -> TakenRow:
    if isinstance(known, str):
        return _go_on_with_review(known, fields, unit, actor)
    complaint = unit.session.get_one(Complaint, known.complaint_id, with_for_update=True)
    if complaint.destroyed_at is not None:
        # Neither kept nor dropped unseen: who brings it files what is new in it as a complaint of its own.
        raise InvalidInput({NUMBER: FILE_DESTROYED})
    if find_changes(known.fields, fields):
        keep_row(TableKind.ORDERS, complaint.id, fields, unit)
    changes = _follow(known, fields, unit, actor)
    state = RowState.JOINED if changes else RowState.SAME
    return TakenRow(state, known.complaint_id, changes=changes)


def _go_on_with_review(complaint_id: str, fields: Mapping[str, str], unit: Unit, actor: Actor) -> TakenRow:
    complaint = unit.session.get_one(Complaint, complaint_id, with_for_update=True)
    if complaint.destroyed_at is not None:
        raise InvalidInput({REVIEW_ID: FILE_DESTROYED})
    kept = select(Receipt.raw_text).where(Receipt.complaint_id == complaint_id)
    changes = find_review_changes(known_of(unit.session.scalars(kept)), fields)
    if not changes:
        return TakenRow(RowState.SAME, complaint_id)
    keep_row(TableKind.REVIEWS, complaint_id, fields, unit)
    follow_review(complaint, changes, unit, actor)
    return TakenRow(RowState.JOINED, complaint_id, changes=changes.kinds)


def _follow(order: HotlineOrder, new: Mapping[str, str], unit: Unit, actor: Actor) -> frozenset[OrderChange]:
    changes = find_changes(order.fields, new)
    order.fields = merge(order.fields, new)
    if changes:
        follow_order(order, changes, unit, actor)
    return changes.kinds


def _without_news(fields: Mapping[str, str]) -> dict[str, str]:
    """A new order as it was before anybody urged or added to it."""
    return {name: value for name, value in fields.items() if not name.startswith(("催办", "补充"))}


def _file(kind: TableKind, fields: Mapping[str, str], unit: Unit, actor: Actor) -> FiledComplaint:
    received = arrived_at(kind, fields)
    if received is None:
        raise InvalidInput({"received_at": "NOT_A_DATE"})
    due = due_of(fields) if kind is TableKind.ORDERS else None
    filed = file_in(FileRawMessage(kind.channel, received, as_message(kind, fields), due), unit, actor)
    # Whoever told the other system how he can be reached heard from that one alone that he was heard.
    complaint = unit.session.get_one(Complaint, filed.complaint_id)
    plan_notice(DispatchPurpose.RECEIPT, complaint.id, complaint, unit)
    return filed


def _note_earlier(number: str, complaint: Complaint, unit: Unit) -> HotlineOrder | None:
    raw = unit.session.scalars(
        select(Receipt.raw_text).where(Receipt.complaint_id == complaint.id).limit(1)
    ).first()
    try:
        told = json.loads(raw or "")
    except ValueError:
        told = {}
    fields = told if isinstance(told, dict) and complaint.channel is Channel.HOTLINE_12345 else {}
    return note_order(NewOrder(number, complaint.id, fields, complaint.received_at), unit)
