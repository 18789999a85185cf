"""The ledger handed out as a table: who took it, which columns and what for is on record before its first row leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import exists, select

from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.case.lifecycle import Stage
from models.case.prior_case import PriorCase
from models.ground.privacy_codes import DataRequestState
from services.access.readable_prior import may_read_prior
from services.actor import Actor
from services.identity.masked_identity import map_masked_contacts
from services.ledger.ledger_filter import LedgerFilter
from services.ledger.ledger_row import LedgerRow, read_ledger_rows
from services.ledger.list_ledger import list_prior_row_conditions, list_row_conditions
from services.ledger.other_files import hide_other_files
from services.ledger.prior_rows import read_prior_ledger_rows
from services.lists.case_table import EXPORTED, MOST_ROWS, TableFormat, check_purpose, say_filter
from services.unit_of_work import Unit, UnitFactory, UnitOfWork
from services.views.case_filter import CaseOrder, order_of
from services.worklist.identity_permission import REVEALING_ROLES

# All that a row is made of is in memory for so many at a time: a thousand took 150 MB.
ROWS_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class TakeLedger:
    """`columns` by name; `with_identity` asks for name and telephone too, masked."""

    asked: LedgerFilter
    order: CaseOrder
    columns: Sequence[str]
    format: TableFormat
    purpose: str
    with_identity: bool = False


@dataclass(frozen=True, slots=True)
class TakenLedger:
    """Which rows they are: ids of cases, or numbers and ids of what was kept before; whether there are more than it holds."""

    cases: tuple[str, ...] = ()
    prior: Mapping[int, str] = field(default_factory=dict)
    with_identity: bool = False
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class TakenRow:
    """`identity` is masked, by field; empty of a case whose complainant the reader may not know, or that has none."""

    row: LedgerRow
    identity: Mapping[str, str] = field(default_factory=dict)


def may_take_identity(actor: Actor) -> bool:
    """Whether the person may see identities at all; a table shows them masked."""
    return bool(actor.roles.intersection(REVEALING_ROLES))


def take_ledger(command: TakeLedger, unit_of_work: UnitOfWork, actor: Actor) -> TakenLedger:
    """Its rows, 100,000 at most, once the taking is on record; InvalidInput on `purpose`."""
    purpose = check_purpose(command.purpose)
    with_identity = command.with_identity and may_take_identity(actor) and not command.asked.is_prior
    with unit_of_work.reading() as unit:
        if command.asked.is_prior:
            prior = _find_prior(command, unit, actor)
            taken = TakenLedger(prior=dict(prior[:MOST_ROWS]), is_cut=len(prior) > MOST_ROWS)
        else:
            cases = _find_cases(command, unit, actor)
            taken = TakenLedger(cases[:MOST_ROWS], with_identity=with_identity, is_cut=len(cases) > MOST_ROWS)
    with unit_of_work as unit:
        payload = {
            "what": "ledger",
            "format": command.format.value,
            "number": len(taken.cases) + len(taken.prior),
            "purpose": purpose,
            "columns": list(command.columns),
            "with_identity": with_identity,
            "is_cut": taken.is_cut,
            "filter": {**say_filter(command.asked.cases), **command.asked.by_codes_of_the_ledger()},
        }
        unit.trail.add(None, EXPORTED, payload, actor)
    return taken


def read_ledger_table(taken: TakenLedger, make_unit: UnitFactory, actor: Actor) -> Iterator[TakenRow]:
    """In their order, some hundred at a time; what is not the person's any more meanwhile is left out."""
    for start in range(0, len(taken.cases), ROWS_AT_ONCE):
        part = taken.cases[start : start + ROWS_AT_ONCE]
        with make_unit().reading() as unit:
            rows = _read_cases(part, taken, unit, actor)
        yield from rows
    numbers = list(taken.prior)
    for start in range(0, len(numbers), ROWS_AT_ONCE):
        with make_unit().reading() as unit:
            wanted = numbers[start : start + ROWS_AT_ONCE]
            readable = select(PriorCase.no).where(PriorCase.no.in_(wanted), may_read_prior(actor))
            kept = set(unit.session.scalars(readable))
            prior = read_prior_ledger_rows([no for no in wanted if no in kept], unit)
        yield from map(TakenRow, prior)


def _find_cases(command: TakeLedger, unit: Unit, actor: Actor) -> tuple[str, ...]:
    query = select(Complaint.id).where(*list_row_conditions(command.asked, unit, actor))
    return tuple(unit.session.scalars(query.order_by(*order_of(command.order)).limit(MOST_ROWS + 1)))


def _find_prior(command: TakeLedger, unit: Unit, actor: Actor) -> list[tuple[int, str]]:
    query = select(PriorCase.no, PriorCase.id).where(*list_prior_row_conditions(command.asked, unit, actor))
    query = query.order_by(PriorCase.received_at.desc(), PriorCase.no.desc())
    return [(no, id) for no, id in unit.session.execute(query.limit(MOST_ROWS + 1))]


def _read_cases(part: Sequence[str], taken: TakenLedger, unit: Unit, actor: Actor) -> list[TakenRow]:
    readable = select(Complaint.id).where(
        Complaint.id.in_(part), *list_row_conditions(LedgerFilter(), unit, actor)
    )
    kept = set(unit.session.scalars(readable))
    rows = hide_other_files(read_ledger_rows([case for case in part if case in kept], unit), unit, actor)
    masked = _map_masked(kept, unit) if taken.with_identity else {}
    return [TakenRow(row, masked.get(row.complaint_id, {})) for row in rows]


def _map_masked(cases: set[str], unit: Unit) -> dict[str, dict[str, str]]:
    """Not of who asked for secrecy within the centre, nor of whom the data are used for nothing any more."""
    ended = exists().where(
        DataRequest.complaint_id == Complaint.id,
        DataRequest.state == DataRequestState.RESTRICTED,
        Complaint.stage == Stage.ARCHIVED,
    )
    told = select(Complaint.id).where(
        Complaint.id.in_(cases), Complaint.confidentiality_requested.is_(False), ~ended
    )
    return map_masked_contacts(set(unit.session.scalars(told)), unit)
