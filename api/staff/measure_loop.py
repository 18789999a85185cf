"""`/measures/loop`: for each group of similar complaints what was learnt, what was changed, and whether fewer came after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.measure_words import SpanLine, figures_of
from api.staff.study_words import about_of, name_codes
from models.office.measure import Measure
from models.office.study import Study
from services.measures.exposure import PER
from services.proposals.answer_proposal import is_carried
from services.studies.read_loop import LoopGroup, LoopMeasure, read_loop

blueprint = Blueprint("staff_measure_loop", __name__, url_prefix="/measures/loop")


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """`about` in words; `lines` by the id of a measure are the spans of its newest judging that are compared."""

    group: LoopGroup
    about: str
    lines: Mapping[str, list[SpanLine]]


@blueprint.get("")
@permission(Permission.SUPERVISE)
def loop() -> str:
    """The group with the newest study or measure first."""
    found = read_loop(request.args.get("after", ""), make_unit(), current_actor())
    rows: list[Study | Measure] = [row for group in found.groups for row in group.studies]
    rows += [one.row for group in found.groups for one in group.measures]
    names = name_codes(rows, make_unit)
    return render_template(
        "staff/measure_loop.html",
        shown=[_show(group, names) for group in found.groups],
        after=found.after,
        is_carried=is_carried,
        per=PER,
    )


def _show(group: LoopGroup, names: Mapping[str, str]) -> ShownGroup:
    category, unit, item, cause = (code or None for code in group.key)
    about = about_of(Study(category=category, unit=unit, item=item, cause=cause), names)
    return ShownGroup(group, about, {one.row.id: _lines(one) for one in group.measures})


def _lines(one: LoopMeasure) -> list[SpanLine]:
    if one.check is None:
        return []
    return [line for line in figures_of(one.check, one.row).lines if line.decides or line.span == "after"]
