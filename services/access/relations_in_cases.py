"""To whom in a case a person declared a relation: respondents by name, the complainant by blind index alone (R45)."""

from collections.abc import Collection, Iterable

from sqlalchemy import Select, or_, select

from models.case.respondent import Respondent
from models.clock.legal_time import beijing_date
from models.office.declared_relation import OUTSIDE_SUBJECTS
from models.office.staff import Staff
from models.vault.blind_index import index_party
from models.vault.keyring import get_keyring
from services.access.case_ties import CaseTies
from services.identity.complainant_indexes import (
    select_cases_of_indexes,
    select_cases_of_phone,
)
from services.office.relations import RelationFound, list_relations
from services.unit_of_work import Unit


def find_relations(
    complaint_ids: Collection[str], ties: CaseTies, login: str, unit: Unit
) -> dict[str, tuple[RelationFound, ...]]:
    """The person's declarations that touch each of the cases, whose ties (and perhaps those of more) are given.

    Only cases that some touches. No identity is opened. As many queries for a thousand cases as for one.
    """
    if not complaint_ids:
        return {}
    relations = list_relations(unit.session, login, beijing_date(unit.clock.now()))
    if not relations:
        return {}
    named = _gather((row.complaint_id, row.staff_id, row.unit) for row in ties.accused)
    complaining = _gather(ties.complainants)
    found = {
        case: tuple(_touching(relations, named.get(case, ()), complaining.get(case, ())))
        for case in complaint_ids
    }
    return {case: touching for case, touching in found.items() if touching}


def list_own_complaints(ties: CaseTies, login: str, unit: Unit) -> frozenset[str]:
    """Those of the cases that the person filed himself: by his telephone, with his name or without any."""
    staff = unit.session.get(Staff, login)
    if staff is None or staff.phone_index is None:
        return frozenset()
    own = (None, index_party(staff.name, get_keyring()))
    return frozenset(
        row.complaint_id for row in ties.complainants if row.phone == staff.phone_index and row.name in own
    )


def select_blocked_cases(login: str, unit: Unit) -> list[Select[str]]:
    """Every case that a declaration of the person forbids him, by respondent and by complainant."""
    relations = list_relations(unit.session, login, beijing_date(unit.clock.now()))
    blocking = [relation for relation in relations if relation.blocks]
    outside = [relation for relation in blocking if relation.subject_type in OUTSIDE_SUBJECTS]
    subjects = {relation.subject for relation in blocking if relation.subject_type not in OUTSIDE_SUBJECTS}
    indexes = {index for relation in outside for index in relation.indexes}
    found: list[Select[str]] = []
    if subjects:
        is_named = or_(Respondent.staff_id.in_(subjects), Respondent.unit.in_(subjects))
        found.append(select(Respondent.complaint_id).where(is_named, Respondent.in_force()))
    if indexes:
        found.append(select_cases_of_indexes(indexes))
    return found


def select_own_complaints(login: str, unit: Unit) -> list[Select[str]]:
    """Every case that the person filed himself, as `list_own_complaints` knows them."""
    staff = unit.session.get(Staff, login)
    if staff is None or staff.phone_index is None:
        return []
    return [select_cases_of_phone(staff.phone_index, index_party(staff.name, get_keyring()))]


def _touching(
    relations: Iterable[RelationFound], named: Collection[str], complaining: Collection[str]
) -> list[RelationFound]:
    return [
        relation
        for relation in relations
        if (
            not relation.indexes.isdisjoint(complaining)
            if relation.subject_type in OUTSIDE_SUBJECTS
            else relation.subject in named
        )
    ]


def _gather(rows: Iterable[Iterable[str | None]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for case, *values in rows:
        found.setdefault(str(case), set()).update(value for value in values if value)
    return found
