"""How one person reads the words of the case that an address is of: whole, or with who complained cut out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.task import Task
from services.access.whole_words import SUPERVISING_ROLES, reads_whole_words
from services.actor import Actor
from services.casefile.named_cases import name_shown_cases
from services.identity.cut_identity import list_own_values
from services.identity.readers_cut import ReadersCut
from services.office.centre_contact import read_centre_contact
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class WordsOfCase:
    """`cut` is None for who reads the case whole."""

    complaint_id: str
    cut: ReadersCut | None


def find_words_of_case(
    named: Mapping[str, object], unit_of_work: UnitOfWork, actor: Actor
) -> WordsOfCase | None:
    """The case that the parts of an address name, and what cuts its words for this reader; None where it is none.

    None too for who reads every case whole, where the address itself says which it is.
    """
    if actor.roles & SUPERVISING_ROLES and "complaint_id" in named:
        return None
    with unit_of_work.reading() as unit:
        complaint = _find_case(named, unit)
        if complaint is None:
            return None
        if reads_whole_words(complaint, unit, actor):
            return WordsOfCase(complaint.id, None)
        centre = read_centre_contact(unit)
        kept = () if centre is None else (centre.phone, centre.email)
        own = list_own_values(complaint.id, unit)
        return WordsOfCase(complaint.id, ReadersCut(own, [told for told in kept if told]))


def _find_case(named: Mapping[str, object], unit: Unit) -> Complaint | None:
    if "complaint_id" in named:
        return unit.session.get(Complaint, str(named["complaint_id"]))
    if "user_task_key" in named:
        task = unit.session.get(Task, str(named["user_task_key"]))
        return None if task is None else unit.session.get(Complaint, task.complaint_id)
    cases = (select(Complaint).where(Complaint.id.in_(case)) for case in name_shown_cases(named))
    return next((found for query in cases if (found := unit.session.scalars(query).first())), None)
