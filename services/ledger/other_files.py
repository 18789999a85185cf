"""Numbers of other files in rows of the ledger: told to whom may read those files, and to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from models.case.complaint import Complaint
from services.actor import Actor
from services.ledger.ledger_row import LedgerRow
from services.unit_of_work import Unit
from services.views.case_filter import CaseFilter
from services.views.cases import list_readable_conditions

_OTHERS = ("merged_into", "group_leading")


def hide_other_files(rows: Sequence[LedgerRow], unit: Unit, actor: Actor) -> list[LedgerRow]:
    """The rows without the numbers of files that this person may not read; one statement, none where no file is named.

    That a file was merged, or is one of a mass complaint, its other columns go on telling.
    """
    told = {str(row[name]) for row in rows for name in _OTHERS if row[name] and row[name] != row["number"]}
    if not told:
        return list(rows)
    readable = select(Complaint.number).where(
        Complaint.number.in_(told), *list_readable_conditions(CaseFilter(), unit, actor)
    )
    hidden = told - set(unit.session.scalars(readable))
    return [replace(row, values={**row.values, **_without(row, hidden)}) for row in rows]


def _without(row: LedgerRow, hidden: set[str]) -> dict[str, None]:
    return {name: None for name in _OTHERS if row[name] in hidden}
