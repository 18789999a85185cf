"""The entrustments of a case, as the acts about them offer them."""

from sqlalchemy import select

from models.beside.entrustment import Entrustment
from services.acts.act_case import ActCase
from services.office.unit_options import Option, get_unit_name

NOTHING_ENTRUSTED = "NOTHING_ENTRUSTED"


def list_entrustments(case: ActCase) -> list[Entrustment]:
    """All of them by number, ended ones too."""
    of_case = select(Entrustment).where(Entrustment.complaint_id == case.complaint.id)
    return list(case.unit.session.scalars(of_case.order_by(Entrustment.no)))


def list_entrustment_options(case: ActCase) -> list[Option]:
    """The same for a form, by reference and body."""
    return [
        {
            "label": f"{case.complaint.number}-W{row.no}（{get_unit_name(row.to_unit, case.unit)}）",
            "value": row.id,
        }
        for row in list_entrustments(case)
    ]
