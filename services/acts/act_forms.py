"""The form of an act: the newest deployed version that the office knows, else the one this release ships."""

import json
from functools import cache
from pathlib import Path

from sqlalchemy import select

import bpmn
from models.office.deployed_form import DeployedForm
from services.forms.schema import Component
from services.unit_of_work import Unit

SHIPPED_VERSION = 0
_FORMS = Path(bpmn.__file__).parent / "forms"


@cache
def read_shipped_form(act: str) -> Component:
    """The shipped form; to be read before a transaction is opened. `act` is a name of the registry."""
    schema: Component = json.loads((_FORMS / f"{act}.form").read_text(encoding="utf-8"))
    return schema


def find_form(act: str, unit: Unit) -> tuple[Component, int]:
    """The schema and its version; 0 is the shipped one."""
    deployed = unit.session.scalars(
        select(DeployedForm).where(DeployedForm.form_id == act).order_by(DeployedForm.version.desc()).limit(1)
    ).one_or_none()
    if deployed is None:
        return read_shipped_form(act), SHIPPED_VERSION
    return deployed.schema_json, deployed.version
