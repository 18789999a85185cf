"""The entrustments of a case, as the acts about them offer them."""

from sqlalchemy import select

from models.beside.entrustment import Entrustment
from services.acts.act_case import ActCase
from services.office.unit_options import Option, get_unit_name

NOTHING_ENTRUSTED = "NOTHING_ENTRUSTED"


def list_entrustments(case: ActCase) -> list[Entrustment]:
    """Those that left the office by number, ended ones too: what nobody approved was asked of nobody."""
    of_case = select(Entrustment).where(Entrustment.complaint_id == case.complaint.id)
    rows = case.unit.session.scalars(of_case.order_by(Entrustment.no))
    return [row for row in rows if row.is_sent]


def list_entrustment_options(case: ActCase) -> list[Option]:
    """The same for a form, by reference and body."""
    return [
        {
            "label": f"{case.complaint.number}-W{row.no}（{get_unit_name(row.to_unit, case.unit)}）",
            "value": row.id,
        }
        for row in list_entrustments(case)
    ]
