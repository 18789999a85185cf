"""Which cases a person may open: units' representatives work on tasks and acts of cases whose file is not theirs."""

from __future__ import annotations

from collections.abc import Collection

from api.context import current_actor
from api.frame_unit import frame_unit
from services.access.readable_cases import list_readable_cases
from services.casefile.get_case import map_complaints


def list_readable(complaint_ids: Collection[str]) -> frozenset[str]:
    """Those of the cases whose file this person may open."""
    with frame_unit().reading() as unit:
        return list_readable_cases(map_complaints(complaint_ids, unit).values(), unit, current_actor())


def is_readable(complaint_id: str) -> bool:
    """Whether this person may open the case's file."""
    return complaint_id in list_readable({complaint_id})
