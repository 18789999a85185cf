"""Which cases a person may open: units' representatives work on tasks and acts of cases whose file is not theirs."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from api.context import current_actor, make_unit
from models.case.complaint import Complaint
from services.access.readable_cases import list_readable_cases


def list_readable(complaint_ids: Collection[str]) -> frozenset[str]:
    """Those of the cases whose file this person may open."""
    with make_unit().reading() as unit:
        rows = unit.session.scalars(select(Complaint).where(Complaint.id.in_(complaint_ids)))
        return list_readable_cases(rows.all(), unit, current_actor())


def is_readable(complaint_id: str) -> bool:
    """Whether this person may open the case's file."""
    return complaint_id in list_readable({complaint_id})
