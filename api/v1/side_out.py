"""What runs or ran beside the way of a case, as the API tells it: codes, dates and units, no free text."""

from __future__ import annotations

from typing import Any

from models.beside.side_request import SideRequest
from services.requests.request_kind import RequestKind
from services.views.side_work import SideWork

_HEAD = ("id", "no", "round", "state", "requested_at", "ended_at", "end_reason")


def present_side(number: str, side: SideWork) -> dict[str, list[dict[str, Any]]]:
    """Each kind of side work as a list, the oldest first."""
    requests = {
        kind.listed_as: [_request(number, kind, row) for row in rows] for kind, rows in side.requests.items()
    }
    return {
        **requests,
        "supplements": [
            {
                "id": row.id,
                "supplement_request_id": row.supplement_request_id,
                "received_at": row.received_at,
                "is_late": row.is_late,
            }
            for row in side.supplements
        ],
    }


def _request(number: str, kind: RequestKind, row: SideRequest) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in _HEAD}
    told |= {name: getattr(row, column) for name, column in kind.view_columns.items()}
    if kind.reference_letter:
        told["reference"] = f"{number}-{kind.reference_letter}{row.no}"
    return told
