"""The disposals of a case's matters with their fields: read by round, written whole by whoever drafts the opinion."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from models.case.disposal import MatterDisposal
from models.case.matter import Matter
from models.ground.ids import new_id
from services.unit_of_work import Unit


def list_disposals(complaint_id: str, unit: Unit, *, round_no: int | None = None) -> list[MatterDisposal]:
    """By round, matter and kind; only those of one round where it is named."""
    rows = select(MatterDisposal).where(MatterDisposal.complaint_id == complaint_id)
    if round_no is not None:
        rows = rows.where(MatterDisposal.round == round_no)
    order = (MatterDisposal.round, MatterDisposal.matter_no, MatterDisposal.kind)
    return list(unit.session.scalars(rows.order_by(*order)))


def replace_disposals(matter: Matter, round_no: int, rows: Sequence[MatterDisposal], unit: Unit) -> None:
    """Write these instead of what an earlier draft of the round said about the matter."""
    of_matter = (
        MatterDisposal.complaint_id == matter.complaint_id,
        MatterDisposal.round == round_no,
        MatterDisposal.matter_no == matter.no,
    )
    unit.session.execute(delete(MatterDisposal).where(*of_matter))
    for row in rows:
        add_disposal(matter, round_no, row, unit)


def add_disposal(matter: Matter, round_no: int, row: MatterDisposal, unit: Unit) -> None:
    """One more beside what stands."""
    row.id, row.complaint_id, row.round, row.matter_no = (
        new_id(),
        matter.complaint_id,
        round_no,
        matter.no,
    )
    unit.session.add(row)
    unit.session.flush()
