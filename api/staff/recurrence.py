"""`/recurrence`: what was found true again and again at one unit and item (反复出现的问题), each number with its cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.figure_names import name_values
from api.staff.figures_form import LONGEST_CODE, page_address
from services.ledger.entry_filter import NOTHING
from services.office.unit_options import list_every_unit_option
from services.recurrence.find_recurring import RecurringGroup
from services.recurrence.occurrences import GroupKey, RecursBy
from services.recurrence.read_recurring import AskedRecurrence, read_recurring

blueprint = Blueprint("staff_recurrence", __name__, url_prefix="/recurrence")

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
        newest = date.fromisoformat(sent.get("newest", ""))
    except ValueError:
        return None
    if not (most.isascii() and most.isdigit() and len(most) <= 9):
        return None
    place = (sent.get("last_unit", ""), sent.get("last_item", ""))
    key = GroupKey(*place, **{by.value: sent.get("last_code", "")})
    return -int(most), -newest.toordinal(), key
