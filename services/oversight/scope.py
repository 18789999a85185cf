"""Which complaints a mandate opens, and that it is in force: asked anew of every look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.clock.legal_time import at_time, beijing_date
from models.ground.codes import NonAcceptGround, Role
from models.ground.errors import NotFound, NotPermitted
from models.ground.oversight_codes import MandateState, OversightReach
from models.office.oversight import OversightMandate
from services.access.kept_away import list_kept_away, must_keep_away
from services.access.restricted import is_restricted
from services.actor import Actor, require_role
from services.ledger.about import about_unit, is_about
from services.unit_of_work import Unit

MANDATE_NOT_IN_FORCE, FIGURES_ALONE = "MANDATE_NOT_IN_FORCE", "FIGURES_ALONE"


def get_own(mandate_id: str, unit: Unit, actor: Actor, *, reads_files: bool = False) -> OversightMandate:
    """The mandate of whoever asks, in force today; NotFound for anybody else's.

    NotPermitted(MANDATE_NOT_IN_FORCE) before its first and after its last day, while nobody confirmed it and once it was
    withdrawn; NotPermitted(FIGURES_ALONE) where files are asked of one for figures.
    """
    login = require_role(actor, Role.OVERSEER)
    row = unit.session.get(OversightMandate, mandate_id)
    if row is None or row.staff_id != login:
        raise NotFound
    if not is_in_force(row, unit):
        raise NotPermitted(code=MANDATE_NOT_IN_FORCE)
    if reads_files and row.reach is not OversightReach.FILES:
        raise NotPermitted(code=FIGURES_ALONE)
    return row


def is_in_force(row: OversightMandate, unit: Unit) -> bool:
    """Whether it is confirmed and today is one of its days."""
    today = beijing_date(unit.clock.now())
    return row.state is MandateState.CONFIRMED and row.valid_from <= today <= row.valid_until


def is_secret() -> ColumnElement[bool]:
    """The condition on `complaint` that one of its matters was not taken on because it is about secrets of the state."""
    secret = select(Matter.complaint_id).where(Matter.nonaccept_ground == NonAcceptGround.STATE_SECRET)
    return Complaint.id.in_(secret)


def list_conditions(row: OversightMandate, unit: Unit) -> list[ColumnElement[bool]]:
    """On `complaint`: received in the period, about one of the units and one of the items; none that is closed to the reader."""
    ends = row.received_until + timedelta(days=1)
    conditions = [
        Complaint.received_at >= at_time(row.received_from, "00:00"),
        Complaint.received_at < at_time(ends, "00:00"),
        ~is_restricted(),
        ~is_secret(),
        ~must_keep_away(row.staff_id, unit),
    ]
    if row.units:
        conditions.append(is_about(about_unit().in_(row.units)))
    if row.items:
        conditions.append(is_about(Respondent.item.in_(row.items)))
    return conditions


def list_left_out(row: OversightMandate, unit: Unit) -> Sequence[str]:
    """The complaints that are in no figure of the mandate, whenever they came in: those of `list_conditions`."""
    closed = unit.session.scalars(select(Complaint.id).where(is_restricted() | is_secret())).all()
    return sorted({*closed, *list_kept_away(row.staff_id, unit)})
