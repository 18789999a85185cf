"""Keeps a deployed form as the engine told it, for tasks and records that refer to it."""

from __future__ import annotations

from sqlalchemy import func, select

from models.office.deployed_form import DeployedForm
from services.forms.schema import parse_schema
from services.ports.engine import EngineForm
from services.unit_of_work import Unit


def keep_form(form: EngineForm, unit: Unit) -> bool:
    """True when this version was not known yet; InvalidInput for a text that is no form.

    An engine whose store was lost counts versions from 1 again: the same form is found again under its new key, another one
    comes after all that the office knows.
    """
    if unit.session.get(DeployedForm, form.form_key) is not None:
        return False
    schema, version = parse_schema(form.schema), form.version
    namesake = unit.session.scalars(
        select(DeployedForm).where(DeployedForm.form_id == form.form_id, DeployedForm.version == version)
    ).one_or_none()
    if namesake is not None and namesake.schema_json == schema:
        namesake.form_key = form.form_key
        return False
    if namesake is not None:
        version = (
            1
            + unit.session.scalars(
                select(func.max(DeployedForm.version)).where(DeployedForm.form_id == form.form_id)
            ).one()
        )
    unit.session.add(
        DeployedForm(
            form_key=form.form_key,
            form_id=form.form_id,
            version=version,
            schema_json=schema,
            seen_at=unit.clock.now(),
        )
    )
    unit.session.flush()
    return True
