"""Says what the headings of a table mean; what was said by hand is remembered for the next table."""

from dataclasses import dataclass

from models.case.prior_table import PriorHeading, PriorTable
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.prior_codes import PriorColumn
from services.actor import Actor, require_role
from services.prior.columns import digest_heading, find_faults_of_meanings, suggest_meanings
from services.prior.receive_table import IMPORTING_ROLES, open_file
from services.prior.stage_rows import stage_rows
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class NameColumns:
    """By the place of each heading what it means; None where nothing was chosen."""

    table_id: str
    meanings: tuple[PriorColumn | None, ...]


def name_columns(command: NameColumns, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Read the rows anew by these. NotPermitted, NotFound; Conflict once it is confirmed; InvalidInput by place or column."""
    login = require_role(actor, *IMPORTING_ROLES)
    with unit_of_work.reading() as unit:
        table = _get(command.table_id, unit, locks=False)
        headings, key = list(table.headings), table.raw_key
    if len(command.meanings) != len(headings):
        raise Conflict
    if faults := find_faults_of_meanings(command.meanings):
        raise InvalidInput(faults)
    meanings = [column for column in command.meanings if column is not None]
    file = open_file(unit_of_work.ports.object_store.get(key), unit_of_work)
    with unit_of_work as unit:
        table = _get(command.table_id, unit, locks=True)
        table.meanings = [column.value for column in meanings]
        _remember(headings, meanings, login, unit)
        counted = stage_rows(table, file, meanings, unit)
        told = {state.value: number for state, number in counted.items()}
        unit.trail.add(None, "prior_table.read", {"table_id": table.id, **told}, actor)


def _get(table_id: str, unit: Unit, *, locks: bool) -> PriorTable:
    table = unit.session.get(PriorTable, table_id, with_for_update=locks)
    if table is None:
        raise NotFound
    if table.confirmed_at is not None or table.taken_back_at is not None:
        raise Conflict
    return table


def _remember(headings: list[str], meanings: list[PriorColumn], login: str, unit: Unit) -> None:
    known = suggest_meanings(headings, {})
    for heading, column, ours in zip(headings, meanings, known, strict=True):
        digest = digest_heading(heading)
        if column is ours and unit.session.get(PriorHeading, digest) is None:
            continue
        # One that stands twice is said anew for each table.
        if headings.count(heading) == 1:
            unit.session.merge(PriorHeading(digest=digest, column=column, by=login, at=unit.clock.now()))
