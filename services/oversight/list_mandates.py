"""Mandates as those find them who grant and confirm them, and whose they are; one with every look that was taken by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.oversight_codes import MandateState
from models.office.oversight import OversightMandate, OversightRead
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.oversight.scope import is_in_force
from services.unit_of_work import Unit, UnitOfWork

PAGE = 100
READERS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DIRECTOR)
MOST_NO = 2**31 - 1


@dataclass(frozen=True, slots=True)
class ListedMandate:
    """`standing` is what it is today: as decided, or `in_force`, `not_yet`, `over` of one that was confirmed."""

    mandate: OversightMandate
    standing: str


@dataclass(frozen=True, slots=True)
class MandateList:
    """The newest first; `before` leads to the next page, None on the last; `names` are people by login."""

    rows: tuple[ListedMandate, ...]
    before: int | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MandatePage:
    """One mandate with its looks, the newest first; `before` leads to earlier ones."""

    listed: ListedMandate
    looks: tuple[OversightRead, ...]
    before: int | None
    names: Mapping[str, str]
    may_decide: bool


def list_mandates(before: int | None, unit_of_work: UnitOfWork, actor: Actor) -> MandateList:
    """For administrators, supervisors and the director all of them, for an overseer his own."""
    login = require_role(actor, *READERS, Role.OVERSEER)
    with unit_of_work.reading() as unit:
        query = select(OversightMandate).order_by(OversightMandate.no.desc()).limit(PAGE + 1)
        if not actor.roles.intersection(READERS):
            query = query.where(OversightMandate.staff_id == login)
        if before is not None and 0 < before <= MOST_NO:
            query = query.where(OversightMandate.no < before)
        found = unit.session.scalars(query).all()
        rows = tuple(ListedMandate(row, _stand(row, unit)) for row in found[:PAGE])
        names = map_people_names(unit, logins={row.staff_id for row in found})
        unit.session.expunge_all()
    return MandateList(rows, rows[-1].mandate.no if len(found) > PAGE else None, names)


def read_mandate(mandate_id: str, before: int | None, unit_of_work: UnitOfWork, actor: Actor) -> MandatePage:
    """NotFound; an overseer reads his own alone. `before` is the number of the earliest look of the page before."""
    login = require_role(actor, *READERS, Role.OVERSEER)
    with unit_of_work.reading() as unit:
        row = unit.session.get(OversightMandate, mandate_id)
        if row is None or (not actor.roles.intersection(READERS) and row.staff_id != login):
            raise NotFound
        looks = _list_looks(row, before, unit)
        logins = {row.staff_id, row.granted_by, row.decided_by, row.ended_by}
        names = map_people_names(unit, logins={name for name in logins if name})
        may_decide = (
            row.state is MandateState.PROPOSED
            and row.granted_by != login
            and bool(actor.roles & {Role.SUPERVISOR, Role.DIRECTOR})
        )
        listed = ListedMandate(row, _stand(row, unit))
        unit.session.expunge_all()
    return MandatePage(
        listed, tuple(looks[:PAGE]), looks[PAGE - 1].no if len(looks) > PAGE else None, names, may_decide
    )


def _list_looks(row: OversightMandate, before: int | None, unit: Unit) -> Sequence[OversightRead]:
    query = select(OversightRead).where(OversightRead.mandate_id == row.id).order_by(OversightRead.no.desc())
    if before is not None and 0 < before <= MOST_NO:
        query = query.where(OversightRead.no < before)
    return unit.session.scalars(query.limit(PAGE + 1)).all()


def _stand(row: OversightMandate, unit: Unit) -> str:
    if row.state is not MandateState.CONFIRMED:
        return row.state.value
    if is_in_force(row, unit):
        return "in_force"
    return "not_yet" if beijing_date(unit.clock.now()) < row.valid_from else "over"
