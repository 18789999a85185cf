"""`/recurrence`: what was found true again and again at one unit and item (反复出现的问题), each number with its cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.figure_names import name_values
from api.staff.figures_form import LONGEST_CODE, page_address
from models.clock.legal_time import parse_any_day
from services.ledger.entry_filter import NOTHING
from services.office.unit_options import list_every_unit_option
from services.recurrence.find_common import LEAST_AT_EACH, LEAST_UNITS, read_common
from services.recurrence.find_recurring import RecurringGroup
from services.recurrence.occurrences import GroupKey, RecursBy
from services.recurrence.read_recurring import AskedRecurrence, read_recurring

blueprint = Blueprint("staff_recurrence", __name__, url_prefix="/recurrence")

_MOST_UNITS = 12
_NAMED_AS = {RecursBy.PROBLEM: "category", RecursBy.CAUSE: "main_causes"}


@blueprint.get("")
@permission(Permission.SUPERVISE)
def recurrence() -> str:
    """By problem type or by cause, of one unit or all; page by page."""
    asked = read_asked(request.args)
    page = read_recurring(asked, make_unit(), current_actor())
    with make_unit().reading() as unit:
        units = list_every_unit_option(unit)
    keys = [group.key for group in page.groups]
    values = {"by": asked.by.value, "unit": asked.unit}
    return render_template(
        "staff/recurrence.html",
        page=page,
        asked=asked,
        values=values,
        units=units,
        by=tuple(RecursBy),
        unit_of=name_values("handling_unit", {key.unit for key in keys}),
        item_of=name_values("items", {key.item for key in keys}),
        code_of=name_values(_NAMED_AS[asked.by], {key.problem or key.cause for key in keys}),
        ledger_of=ledger_of,
        address=lambda **changed: page_address("/recurrence", values | changed),
        next_page=page_address("/recurrence", values | _after(page.groups[-1])) if page.has_more else None,
    )


@blueprint.get("/common")
@permission(Permission.SUPERVISE)
def common() -> str:
    """Problems that several units have in common."""
    by = read_asked(request.args).by
    page = read_common(by, make_unit(), current_actor())
    return render_template(
        "staff/recurrence_common.html",
        page=page,
        asked_by=by,
        by=tuple(RecursBy),
        unit_of=name_values("handling_unit", {at.unit for one in page.problems for at in one.units}),
        code_of=name_values(_NAMED_AS[by], {one.code for one in page.problems}),
        ledger_of=partial(_ledger_at, by, page.since),
        least_units=LEAST_UNITS,
        least_at_each=LEAST_AT_EACH,
        most_units=_MOST_UNITS,
    )


def _ledger_at(by: RecursBy, since: date, code: str, unit: str) -> str:
    """The ledger of what was found true of it at one unit."""
    values = {"from": since.isoformat(), "counted_once": "yes", "problem_unit": unit}
    told = {"true_cause": code} if by is RecursBy.CAUSE else {"problem": code, "problem_true": "yes"}
    return page_address("/ledger", values | told)


def read_asked(sent: Mapping[str, str]) -> AskedRecurrence:
    """What is unknown is left out."""
    told = sent.get("by", "")
    by = RecursBy(told) if told in set(RecursBy) else RecursBy.PROBLEM
    return AskedRecurrence(by, sent.get("unit", "").strip()[:LONGEST_CODE], _read_after(by, sent))


def ledger_of(key: GroupKey, since: date, until: date | None = None, *, told: bool = False) -> str:
    """The ledger of a group of these days of receipt; of what is found true, or with `told` of all."""
    values = {"from": since.isoformat(), "until": until.isoformat() if until else "", "counted_once": "yes"}
    values |= {"problem_unit": key.unit, "problem_item": key.item or NOTHING}
    if key.cause:
        values |= {"true_cause": key.cause}
    else:
        values |= {"problem": key.problem, "problem_true": "" if told else "yes"}
    return page_address("/ledger", values)


def _after(group: RecurringGroup) -> dict[str, str]:
    key = group.key
    return {
        "most": str(group.most),
        "newest": group.newest.isoformat(),
        "last_unit": key.unit,
        "last_item": key.item,
        "last_code": key.problem or key.cause,
    }


def _read_after(by: RecursBy, sent: Mapping[str, str]) -> tuple[int, int, GroupKey] | None:
    """None for the first page, and for an address that nobody was given."""
    most = sent.get("most", "")
    try:
        newest = parse_any_day(sent.get("newest", ""))
    except ValueError:
        return None
    if not (most.isascii() and most.isdigit() and len(most) <= 9):
        return None
    place = (sent.get("last_unit", ""), sent.get("last_item", ""))
    key = GroupKey(*place, **{by.value: sent.get("last_code", "")})
    return -int(most), -newest.toordinal(), key
