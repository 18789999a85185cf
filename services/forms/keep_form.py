"""Keeps a deployed form as the engine told it, for tasks and records that refer to it."""

from __future__ import annotations

from models.office.deployed_form import DeployedForm
from services.forms.schema import parse_schema
from services.ports.engine import EngineForm
from services.unit_of_work import Unit


def keep_form(form: EngineForm, unit: Unit) -> bool:
    """True when this version was not known yet; InvalidInput for a text that is no form."""
    if unit.session.get(DeployedForm, form.form_key) is not None:
        return False
    unit.session.add(
        DeployedForm(
            form_key=form.form_key,
            form_id=form.form_id,
            version=form.version,
            schema_json=parse_schema(form.schema),
            seen_at=unit.clock.now(),
        )
    )
    return True
