"""Matters, or a part of the work, go to another unit (转办、交办)."""

from sqlalchemy import ColumnElement, and_

from bpmn.names import MessageName
from models.beside.referral import Referral
from models.case.lifecycle import ClockKind, Stage
from services.requests.request_kind import Opening, RequestKind, Window, columns


def _may_object() -> ColumnElement[bool]:
    """Who has signed or may not object has no window any more."""
    return and_(Referral.may_object.is_(True), Referral.signed_at.is_(None))


REFERRAL = RequestKind(
    name="referral",
    table=Referral,
    opening=Opening(
        "referral.opened",
        "referral_id",
        MessageName.REFERRAL_OPENED,
        told=columns("no", "kind", "role", "unit_code", "matter_nos"),
        sent=columns("complaint_id"),
    ),
    clocks={
        "sign_off_clock_id": ClockKind.REFERRAL_SIGN_OFF,
        "arbitration_clock_id": ClockKind.REFERRAL_ARBITRATION,
        "result_clock_id": ClockKind.REFERRAL_RESULT,
    },
    lapses_on_entering=frozenset({Stage.FEEDBACK, Stage.ARCHIVED}),
    view_columns=columns(
        "unit_code",
        "kind",
        "role",
        "matter_nos",
        "needs_result",
        "may_object",
        "objection_ends_at",
        "signed_at",
        "objected_at",
        "arbitration",
        "arbitrated_at",
        "result_at",
    ),
    windows=(Window("objection", "objection_ends_at", _may_object),),
    reference_letter="R",
    unit_column="unit_code",
    page_order=20,
)
