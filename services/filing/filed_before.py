"""Whether a person who complains at the desk filed something lately: told before it is registered a second time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from models.case.complaint import Complaint
from models.vault.blind_index import index_email, index_id_number, index_phone
from models.vault.keyring import get_keyring
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.filing.statement import Statement
from services.identity.filed_by import filed_by_any_number
from services.suggestions.prior_cases import PriorAlike, list_prior_of_phone
from services.unit_of_work import Unit, UnitOfWork

LATELY = timedelta(days=30)
MOST = 3


@dataclass(frozen=True, slots=True)
class FiledBefore:
    """An earlier case of the same telephone, mail address or identity number."""

    complaint_id: str
    number: str
    received_at: datetime


def find_filed_before(
    statement: Statement, unit_of_work: UnitOfWork, actor: Actor
) -> tuple[FiledBefore, ...]:
    """At most three, newest first, of those that the actor may read and whose person asked for no secrecy.

    Whoever is told that two cases are of one person has learned something of both: each such case notes it on its trail.
    """
    if statement.is_anonymous:
        return ()
    with unit_of_work.reading() as unit:
        rows = _list_alike(statement, unit)
        readable = list_readable_cases(rows, unit, actor)
        found = tuple(FiledBefore(row.id, row.number, row.received_at) for row in rows if row.id in readable)[
            :MOST
        ]
    if found:
        with unit_of_work as unit:
            for before in found:
                unit.trail.add(before.complaint_id, "registration.compared", {}, actor)
    return found


def find_prior_of_person(
    statement: Statement, unit_of_work: UnitOfWork, actor: Actor
) -> tuple[PriorAlike, ...]:
    """What the office kept of this telephone before it had this system (历史导入), at most three: it may be a repeat.

    That they are of one person is on record once for all of them.
    """
    if statement.is_anonymous:
        return ()
    with unit_of_work.reading() as unit:
        found = list_prior_of_phone(statement.phone, unit, actor)
    if found:
        with unit_of_work as unit:
            told = {"prior_ids": [one.id for one in found]}
            unit.trail.add(None, "registration.compared_prior", told, actor)
    return found


def _list_alike(statement: Statement, unit: Unit) -> list[Complaint]:
    keyring = get_keyring()
    same = filed_by_any_number(
        index_phone(statement.phone, keyring),
        index_email(statement.email, keyring),
        index_id_number(statement.id_number, keyring),
    )
    if same is None:
        return []
    query = (
        select(Complaint)
        .where(
            Complaint.id.in_(same),
            Complaint.received_at > unit.clock.now() - LATELY,
            Complaint.confidentiality_requested.is_(False),
        )
        .order_by(Complaint.received_at.desc())
    )
    return list(unit.session.scalars(query))
