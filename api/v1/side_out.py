"""What runs or ran beside the way of a case, as the API tells it: codes, dates and units, no free text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.views.side_work import SideWork

_HEAD = ("id", "no", "round", "state", "requested_at", "ended_at", "end_reason")


def present_side(number: str, side: SideWork) -> dict[str, list[dict[str, Any]]]:
    """Each kind of side work as a list, the oldest first."""
    return {
        "supplement_requests": _rows(side.supplement_requests, "window_ends_at", "reminded_at"),
        "supplements": [
            {
                "id": row.id,
                "supplement_request_id": row.supplement_request_id,
                "received_at": row.received_at,
                "is_late": row.is_late,
            }
            for row in side.supplements
        ],
        "referrals": [_referral(number, row) for row in side.referrals],
        "entrustments": [_entrustment(number, row) for row in side.entrustments],
        "extensions": _rows(
            side.extensions,
            "old_due_at",
            "new_due_at",
            "is_approved",
            "decided_at",
            "told_at",
            "is_effective",
        ),
        "respondent_requests": _rows(side.respondent_requests, "unit_code", "window_ends_at", "replied_at"),
        "recusals": _rows(
            side.recusals, "who_kind", "who", "requested_side", "outcome", "replaced_by", "decided_at"
        ),
        "supervisions": _rows(
            side.supervisions, "is_automatic", "planned_on", "explained_at", "is_in_bulletin"
        ),
        "rectifications": _rows(
            side.rectifications, "unit_code", "kind", "claim_no", "reported_at", "verified_at", "attempts"
        ),
        "disciplinary_transfers": _rows(
            side.disciplinary_transfers, "claim_nos", "to_unit", "transferred_at", "result_at"
        ),
        "reviews": _rows(side.reviews, "requested_side", "reviewer", "outcome", "decided_at"),
        "withdrawals": _rows(side.withdrawals, "requested_side", "is_confirmed", "verified_at"),
    }


def _rows(rows: Iterable[object], *names: str) -> list[dict[str, Any]]:
    return [_row(row, names) for row in rows]


def _row(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*_HEAD, *names)}


def _referral(number: str, row: Any) -> dict[str, Any]:
    names = ("unit_code", "kind", "role", "claim_nos", "needs_result", "may_object", "objection_ends_at")
    moments = ("signed_at", "objected_at", "arbitration", "arbitrated_at", "result_at")
    return {**_row(row, (*names, *moments)), "reference": f"{number}-R{row.no}"}


def _entrustment(number: str, row: Any) -> dict[str, Any]:
    told = _row(row, ("kind", "limit_wd", "pauses_clock", "window_ends_at", "returned_at"))
    return {**told, "unit_code": row.to_unit, "reference": f"{number}-W{row.no}"}
