"""Rows of the ledger for what the office kept before it had this system (历史导入): marked, and kept apart in every total."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from models.case.prior_case import PriorCase
from models.clock.legal_time import beijing_date, to_beijing
from models.ground.prior_codes import PriorColumn
from services.ledger.acceptance import ORIGIN_PRIOR
from services.ledger.batch import Values
from services.ledger.columns import COLUMN_OF
from services.ledger.ledger_row import LedgerRow
from services.unit_of_work import Unit

# Where a case has a code such a table has words of its own.
_WORDS = {
    "channel": PriorColumn.CHANNEL,
    "category": PriorColumn.CATEGORY,
    "respondent_units": PriorColumn.PLACE,
    "items": PriorColumn.ITEM,
    "handler": PriorColumn.HANDLER,
    "evaluation": PriorColumn.SATISFACTION,
}


def read_prior_ledger_rows(nos: Sequence[int], unit: Unit) -> list[LedgerRow]:
    """One each, in the order of the numbers; those that are none are left out. Who may read them is the caller's to ask."""
    found = {row.no: row for row in unit.session.scalars(select(PriorCase).where(PriorCase.no.in_(nos)))}
    return [_tell(found[no]) for no in nos if no in found]


def _tell(row: PriorCase) -> LedgerRow:
    received, answered = to_beijing(row.received_at), row.answered_at
    values: Values = {
        **dict.fromkeys(COLUMN_OF),
        "number": row.number,
        "origin": ORIGIN_PRIOR,
        "received_at": row.received_at,
        "received_on": received.date(),
        "answered_on": None if answered is None else beijing_date(answered),
    }
    words = {name: str(row.fields.get(column.value, "")) for name, column in _WORDS.items()}
    return LedgerRow(row.id, values, {name: text for name, text in words.items() if text})
