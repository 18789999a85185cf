"""Takes over a table that somebody has looked at, some rows a transaction: an end anywhere loses none and doubles none."""

import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import structlog
from sqlalchemy import func, insert, select

from models.case.case_text import digest_pair, pairs_of
from models.case.prior_case import PriorCase, PriorNamed, PriorPair
from models.case.prior_table import PriorRow, PriorTable
from models.ground.errors import Conflict, NotFound
from models.ground.faults import Faults
from models.ground.ids import new_id
from models.ground.prior_codes import PriorColumn, PriorState
from models.office.staff import Staff
from models.vault.keyring import get_keyring
from services.actor import SYSTEM, Actor, require_role
from services.identity.prior_identity import PriorPerson, cut_prior, person_of, store_prior
from services.identity.readers_cut import ReadersCut
from services.orders.columns import read_moment
from services.prior.read_rows import OTHERS
from services.prior.receive_table import IMPORTING_ROLES
from services.prior.stage_rows import Standing, compare, digest_fields, map_standing
from services.unit_of_work import Unit, UnitFactory

_log = structlog.get_logger(__name__)

# So few that the workers end within a second when they are told to, and that nobody waits long for their transaction.
ROWS_OF_A_STEP = 25
_IN_THE_VAULT = frozenset({PriorColumn.NAME.value, PriorColumn.PHONE.value})
# By their words it is found; the others stand beside it.
_SEARCHED = (
    *(PriorColumn.CONTENT, PriorColumn.RESULT, PriorColumn.ANSWER, PriorColumn.ITEM),
    *(PriorColumn.PLACE, PriorColumn.RESPONDENT),
)
_NAMING = (
    *(PriorColumn.RESPONDENT, PriorColumn.CONTENT, PriorColumn.PLACE),
    *(PriorColumn.RESULT, PriorColumn.ANSWER),
)


def confirm_table(table_id: str, make_unit: UnitFactory, actor: Actor) -> None:
    """From now on its rows are taken. NotPermitted, NotFound; Conflict where it was confirmed, taken back or not read yet."""
    login = require_role(actor, *IMPORTING_ROLES)
    with make_unit() as unit:
        table = unit.session.get(PriorTable, table_id, with_for_update=True)
        if table is None:
            raise NotFound
        if table.confirmed_at is not None or table.taken_back_at is not None or table.meanings is None:
            raise Conflict
        table.confirmed_at, table.confirmed_by = unit.clock.now(), login
        unit.trail.add(None, "prior_table.confirmed", {"table_id": table.id}, actor)


def take_table(table_id: str, seconds: float, make_unit: UnitFactory) -> None:
    """Take rows of a confirmed table for so long; the workers go on with what is left."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and _take_some(table_id, make_unit):
        pass


def take_prior_step(make_unit: UnitFactory) -> int:
    """The workers' step: go on with every confirmed table; returns how many rows moved.

    What one table raises is raised when the others have had their turn.
    """
    with make_unit().reading() as unit:
        going_on = select(PriorTable.id).where(
            PriorTable.confirmed_at.is_not(None),
            PriorTable.ended_at.is_(None),
            PriorTable.taken_back_at.is_(None),
        )
        table_ids = list(unit.session.scalars(going_on.order_by(PriorTable.confirmed_at)))
    taken, faults = 0, Faults(Exception)
    for table_id in table_ids:
        with faults.of_one(partial(_warn, table_id)):
            taken += _take_some(table_id, make_unit)
    faults.raise_first()
    return taken


def _warn(table_id: str, fault: Exception) -> None:
    # Its text may hold what a row tells.
    _log.warning("prior_table_not_taken", table_id=table_id, error_type=type(fault).__name__)


def _take_some(table_id: str, make_unit: UnitFactory) -> int:
    """How many rows were taken, 0 once the table has ended; rows and what becomes of them in one transaction."""
    with make_unit() as unit:
        # Not against map_standing of another table: two that know each other's rows would wait for each other.
        table = unit.session.get_one(PriorTable, table_id, with_for_update={"key_share": True})
        if table.ended_at is not None or table.taken_back_at is not None:
            return 0
        waiting = select(PriorRow).where(PriorRow.table_id == table_id, PriorRow.state == PriorState.WAITING)
        rows = list(unit.session.scalars(waiting.order_by(PriorRow.line).limit(ROWS_OF_A_STEP)))
        known = map_standing([row.number or "" for row in rows], unit)
        if _is_one_going(unit):
            return 0
        if rows:
            _take(rows, known, unit)
        else:
            _end(table, unit)
        return len(rows)


def _is_one_going(unit: Unit) -> bool:
    """Whether cases of a table that was taken back are not erased yet: their numbers are free when the last of them has gone."""
    taken_back = select(PriorTable.id).where(
        PriorTable.taken_back_at.is_not(None), PriorTable.erased_at.is_(None)
    )
    query = select(PriorCase.no).where(PriorCase.table_id.in_(taken_back)).limit(1)
    return unit.session.scalars(query).first() is not None


def _take(rows: Sequence[PriorRow], known: Mapping[str, Standing], unit: Unit) -> None:
    staff = unit.session.execute(select(Staff.login, Staff.name))
    # An empty name stands in every text.
    names = [(login, name.strip()) for login, name in staff if name.strip()]
    for row in rows:
        fields = row.fields or {}
        if (standing := known.get(row.number or "")) is not None:
            row.state, row.faults = compare(standing, fields)
            row.same_table_id = standing.table_id if row.state is PriorState.SAME else None
        else:
            _add(row, fields, names, unit)
            row.state = PriorState.TAKEN
        row.fields = None


def _add(row: PriorRow, fields: dict[str, object], names: Sequence[tuple[str, str]], unit: Unit) -> None:
    said = {name: str(text) for name, text in fields.items() if name != OTHERS}
    person = person_of(said.get(PriorColumn.NAME.value, ""), said.get(PriorColumn.PHONE.value, ""))
    received = read_moment(said[PriorColumn.RECEIVED.value])
    case = PriorCase(
        id=new_id(),
        number=said[PriorColumn.NUMBER.value],
        table_id=row.table_id,
        line=row.line,
        digest=digest_fields(fields),
        received_at=received,
        answered_at=read_moment(said.get(PriorColumn.ANSWERED.value, "")),
        fields={name: told for name, told in fields.items() if name not in _IN_THE_VAULT},
    )
    unit.session.add(case)
    unit.session.flush()
    store_prior(case.no, person, unit)
    _enter_words(case.no, said, person, unit)
    accused = _text_of_complaint(fields)
    unit.session.add_all(PriorNamed(no=case.no, login=login) for login, name in names if name in accused)


def _text_of_complaint(fields: Mapping[str, Any]) -> str:
    """All texts in which an office may have written whom the complaint is about; who handled it stands in a column of his own."""
    others: Mapping[str, object] = fields.get(OTHERS) or {}
    told = (fields.get(name.value, "") for name in _NAMING)
    return "\n".join(map(str, (*told, *others.values())))


def _enter_words(no: int, said: dict[str, str], person: PriorPerson, unit: Unit) -> None:
    keyring = get_keyring()
    told = "\n".join(said.get(name.value, "") for name in _SEARCHED)
    # What is cut for one reader is found by none, however it is spaced.
    text = cut_prior(ReadersCut([value for value in (person.name, person.phone) if value]).cut(told), person)
    if pairs := sorted({digest_pair(pair, keyring) for pair in pairs_of(text)}):
        unit.session.execute(insert(PriorPair), [{"pair": pair, "no": no} for pair in pairs])


def _end(table: PriorTable, unit: Unit) -> None:
    table.ended_at = unit.clock.now()
    states = select(PriorRow.state, func.count()).where(PriorRow.table_id == table.id)
    counted = {state.value: number for state, number in unit.session.execute(states.group_by(PriorRow.state))}
    unit.trail.add(None, "prior_table.ended", {"table_id": table.id, **counted}, SYSTEM)
