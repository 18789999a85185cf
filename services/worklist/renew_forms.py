"""Looks for better versions of forms that open tasks wait with, because the server cannot work with the one they have."""

from __future__ import annotations

from services.forms.keep_form import keep_form
from services.forms.unworkable_forms import map_unworkable_forms
from services.ports.engine import ProcessEngine
from services.unit_of_work import UnitFactory


def renew_forms_step(make_unit: UnitFactory, engine: ProcessEngine) -> int:
    """One round; returns how many new versions came. OutsideUnavailable when the engine is away.

    The engine is asked only for forms that no known version of can be worked with, so in a sound office never.
    """
    with make_unit().reading() as unit:
        waiting = sorted({str(form_id) for form_id, _ in map_unworkable_forms(unit)})
    found = [form for form_id in waiting if (form := engine.find_latest_form(form_id)) is not None]
    if not found:
        return 0
    with make_unit() as unit:
        return sum(keep_form(form, unit) for form in found)
