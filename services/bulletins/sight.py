"""Who writes a bulletin, who reads one before it is published, and for which unit somebody answers."""

from __future__ import annotations

from sqlalchemy import or_, select

from models.clock.legal_time import beijing_date
from models.ground.bulletin_codes import BulletinState
from models.ground.codes import APART_ROLES, Role
from models.ground.errors import NotFound, NotPermitted
from models.office.bulletin import Bulletin, BulletinReply, BulletinVersion
from models.office.service_window import ServiceWindow
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor, staff_id_of
from services.bulletins.lines import WINDOWS, from_json
from services.unit_of_work import Unit

WRITERS = (Role.INTAKE, Role.SUPERVISOR)
# The director decides and does not write: who is alone in that office could publish nothing that he once touched.
_READERS_OF_DRAFTS = (*WRITERS, Role.DIRECTOR)


def get_bulletin(bulletin_id: str, unit: Unit, *, for_update: bool = False) -> Bulletin:
    """NotFound."""
    row = unit.session.get(Bulletin, bulletin_id, with_for_update=for_update or None)
    if row is None:
        raise NotFound
    return row


def current_version(row: Bulletin, unit: Unit) -> BulletinVersion:
    """The version that people see."""
    return unit.session.get_one(BulletinVersion, (row.id, row.version_no))


def is_writer(actor: Actor) -> bool:
    """Whether he writes bulletins."""
    return bool(actor.roles.intersection(WRITERS))


def reads_drafts(actor: Actor) -> bool:
    """Whether he reads a bulletin while it is written."""
    return bool(actor.roles.intersection(_READERS_OF_DRAFTS))


def require_reader(actor: Actor) -> str:
    """The login of whoever works here; NotPermitted for who oversees from outside or audits."""
    login = staff_id_of(actor)
    if APART_ROLES & actor.roles:
        raise NotPermitted
    return login


def list_named_units(version: BulletinVersion, unit: Unit) -> frozenset[str]:
    """The units of its lines; of a window the unit that it belongs to."""
    lines = from_json(version.lines)
    windows = {line.code for line in lines if line.group == WINDOWS}
    owners = unit.session.scalars(select(ServiceWindow.unit).where(ServiceWindow.code.in_(windows)))
    return frozenset({line.code for line in lines if line.group != WINDOWS}) | frozenset(owners)


def list_heard_units(version: BulletinVersion, unit: Unit) -> frozenset[str]:
    """The named units for which somebody could answer here: nobody waits for the others."""
    named = list_named_units(version, unit)
    if not named:
        return named
    active = Staff.active.is_(True)
    heads = select(OrganisationUnit.code).join(Staff, Staff.login == OrganisationUnit.head)
    led = unit.session.scalars(heads.where(OrganisationUnit.code.in_(named), active))
    people = unit.session.execute(select(Staff.unit, Staff.roles).where(Staff.unit.in_(named), active))
    return frozenset(led) | {code for code, roles in people if Role.UNIT_REP in roles}


def list_awaited_units(row: Bulletin, unit: Unit) -> frozenset[str]:
    """Those that may still answer while it is heard: they have not, and their days are not over."""
    if row.state is not BulletinState.HEARD or row.say_until is None:
        return frozenset()
    if beijing_date(unit.clock.now()) > row.say_until:
        return frozenset()
    of_version = BulletinReply.bulletin_id == row.id, BulletinReply.version_no == row.version_no
    answered = frozenset(unit.session.scalars(select(BulletinReply.unit_code).where(*of_version)))
    return list_heard_units(current_version(row, unit), unit) - answered


def find_answering(row: Bulletin, actor: Actor, unit: Unit) -> frozenset[str]:
    """The named units for which this person may answer: its head, or its representative. Only while units are heard."""
    if row.state is not BulletinState.HEARD:
        return frozenset()
    login, staff = staff_id_of(actor), unit.session.get(Staff, staff_id_of(actor))
    own = staff.unit if staff is not None and Role.UNIT_REP in actor.roles else None
    mine = select(OrganisationUnit.code).where(
        or_(OrganisationUnit.head == login, OrganisationUnit.code == own)
    )
    return list_named_units(current_version(row, unit), unit) & frozenset(unit.session.scalars(mine))
