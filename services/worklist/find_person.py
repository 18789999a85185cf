"""Which cases a person filed, by his exact name or telephone: for a stated purpose, and on record whatever it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.prior_case import PriorCase
from models.ground.errors import InvalidInput
from models.vault.blind_index import index_party, index_phone
from models.vault.identity_reveal import IdentityReveal
from models.vault.keyring import get_keyring
from models.vault.masking import PersonalField
from services.access.kept_away import must_keep_away
from services.access.readable_cases import may_be_read
from services.access.readable_prior import may_read_prior
from services.actor import Actor, require_role, staff_id_of
from services.attempts.rate_limit import count_attempt
from services.attempts.rules import LOOKS_AT_IDENTITIES
from services.identity.filed_by import filed_by_name_and_phone
from services.identity.prior_identity import select_prior_of_person
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.identity_permission import (
    REVEALING_ROLES,
    SHORTEST_PURPOSE,
    may_know_identity,
)

SEARCHED = "identity.searched"
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class FindPerson:
    """What he gave as his name (or his organisation's), his telephone, or both, and why he is looked for."""

    name: str
    phone: str
    purpose: str


@dataclass(frozen=True, slots=True)
class PersonsCases:
    """Ids, the newest first: `cases` of this office, `prior` what it kept of him before it had this system (历史导入)."""

    cases: tuple[str, ...]
    prior: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them, the cases first."""
        return (*self.cases, *self.prior)


def find_person(command: FindPerson, unit_of_work: UnitOfWork, actor: Actor) -> PersonsCases:
    """Those that the actor may read, no more than 50 of either kind; both match where both are given.

    NotPermitted for roles that open no identity, InvalidInput on `name` and `purpose`. A case whose complainant asked to be
    kept secret is found by those alone who may know him. That a case was found says who filed it: it is a look at his
    identity, in the record of each case; the search itself is on record too, without the words.
    TriedTooOften("LOOKED_TOO_OFTEN") beyond thirty searches and looks at identities of his in an hour.
    """
    viewer = require_role(actor, *REVEALING_ROLES)
    indexes = {
        PersonalField.NAME: index_party(command.name, get_keyring()),
        PersonalField.PHONE: index_phone(command.phone, get_keyring()),
    }
    purpose = command.purpose.strip()
    fields = [field.value for field, index in indexes.items() if index is not None]
    _check(fields, purpose)
    # Whatever it finds: that somebody filed nothing is learnt as well.
    count_attempt(LOOKS_AT_IDENTITIES, viewer, unit_of_work)
    told = {"fields": fields, "purpose": purpose}
    with unit_of_work as unit:
        found = _list_cases(indexes, viewer, unit, actor)
        before = _list_prior(command, unit, actor)
        _record(found, told, unit, actor)
        unit.trail.add(None, SEARCHED, {**told, **_count(found, before)}, actor)
    return PersonsCases(tuple(found), tuple(before))


def _check(fields: list[str], purpose: str) -> None:
    errors = {}
    if not fields:
        errors["name"] = "NAME_OR_PHONE"
    if len(purpose) < SHORTEST_PURPOSE:
        errors["purpose"] = "TOO_SHORT"
    if errors:
        raise InvalidInput(errors)


def _list_cases(
    indexes: Mapping[PersonalField, str | None], viewer: str, unit: Unit, actor: Actor
) -> list[str]:
    matching = filed_by_name_and_phone(indexes[PersonalField.NAME], indexes[PersonalField.PHONE])
    rows = unit.session.scalars(
        select(Complaint)
        .where(Complaint.id.in_(matching), may_be_read(unit, actor), ~must_keep_away(viewer, unit))
        .order_by(Complaint.received_at.desc())
        .limit(MOST_FOUND)
    ).all()
    return [row.id for row in rows if may_know_identity(row, viewer, unit)]


def _list_prior(command: FindPerson, unit: Unit, actor: Actor) -> list[str]:
    query = select(PriorCase.id).where(
        PriorCase.no.in_(select_prior_of_person(command.name, command.phone)), may_read_prior(actor)
    )
    return list(unit.session.scalars(query.order_by(PriorCase.received_at.desc()).limit(MOST_FOUND)))


def _count(found: list[str], before: list[str]) -> dict[str, int]:
    return {"number": len(found), "prior": len(before)} if before else {"number": len(found)}


def _record(found: list[str], told: Mapping[str, Any], unit: Unit, actor: Actor) -> None:
    """`told`: which fields were searched by, and what for."""
    for case in found:
        row = IdentityReveal(complaint_id=case, viewer=staff_id_of(actor), at=unit.clock.now(), **told)
        unit.session.add(row)
        unit.trail.add(case, SEARCHED, told, actor)
