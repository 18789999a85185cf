"""Which thing of which case the parts of an address name: what a look at its page is a look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select

from models.case.complaint import Complaint
from models.case.prior_case import PriorCase
from models.ledger.look_record import THING_LENGTH
from services.casefile.named_cases import name_shown_cases
from services.unit_of_work import UnitOfWork

_EVIDENCE, _PRIOR = "evidence_id", "prior_id"
_WAITING = frozenset({"appointment_id", "incoming_id", "opening_id"})


@dataclass(frozen=True, slots=True)
class Thing:
    """`id` of the thing; `complaint_id` of its case, None for a record of before there were cases."""

    id: str
    complaint_id: str | None
    is_evidence: bool = False
    is_waiting: bool = False


def find_waiting(named: Mapping[str, object]) -> Thing | None:
    """What the address names of things that are of no case yet, where a page of it was shown."""
    for name in _WAITING & named.keys():
        number = f"/{named['no']}" if "no" in named else ""
        return Thing(f"{named[name]}{number}"[:THING_LENGTH], None, is_waiting=True)
    return None


def find_thing(
    named: Mapping[str, object], unit_of_work: UnitOfWork, shown: str | None = None
) -> Thing | None:
    """None where no case and no prior case is named, or none that there is. `shown`: the case, where the page knows it."""
    queries = _list_queries(named)
    if not queries:
        return None
    found = shown
    if found is None:
        with unit_of_work.reading() as unit:
            # One at a time: nearly every address names its case by the first.
            found = next((case for query in queries if (case := unit.session.scalars(query).first())), None)
    if found is None:
        return None
    if _PRIOR in named:
        return Thing(found, None)
    is_evidence = _EVIDENCE in named
    return Thing(str(named[_EVIDENCE])[:THING_LENGTH] if is_evidence else found, found, is_evidence)


def _list_queries(named: Mapping[str, object]) -> list[Select[str]]:
    queries = [
        select(Complaint.id).where(Complaint.id.in_(case)) if isinstance(case, list) else case
        for case in name_shown_cases(named)
    ]
    if _PRIOR in named:
        queries.append(select(PriorCase.id).where(PriorCase.id == str(named[_PRIOR])))
    return queries
