"""S029: a complaint about the handling office is neither investigated nor approved by it."""

from __future__ import annotations

from deploy.replay.deciding import is_deciding
from deploy.replay.must_not import Looked
from deploy.replay.organisation import members_of


def _investigated(looked: Looked) -> list[str]:
    done = looked.done_by(*members_of("YH-TS"))
    return [form for form in done if is_deciding(form)]


def _approved(looked: Looked) -> list[str]:
    return looked.done_by("heng.gongyun")


PREDICATES = {"S029": {"由投诉处置科任何人员调查": _investigated, "由分管投诉处置的副主任审批": _approved}}
