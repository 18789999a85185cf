"""Referrals of a round that are not answered yet."""

from sqlalchemy import select

from models.codes import UnitKind
from models.lifecycle import RequestState
from models.referral import Referral
from models.unit import Unit as OrganisationUnit
from services.unit_of_work import Unit

RETURNED = "RETURNED"


def list_pending(complaint_id: str, round_no: int, unit: Unit) -> list[Referral]:
    """The open referrals of this round by number."""
    return list(
        unit.session.scalars(
            select(Referral)
            .where(
                Referral.complaint_id == complaint_id,
                Referral.round == round_no,
                Referral.state == RequestState.OPEN,
            )
            .order_by(Referral.no)
        )
    )


def list_returned(complaint_id: str, round_no: int, unit: Unit) -> list[Referral]:
    """The referrals of this round that came back by arbitration, by number."""
    return list(
        unit.session.scalars(
            select(Referral)
            .where(
                Referral.complaint_id == complaint_id,
                Referral.round == round_no,
                Referral.end_reason == RETURNED,
            )
            .order_by(Referral.no)
        )
    )


def is_outside(row: Referral, unit: Unit) -> bool:
    """Whether the receiving unit is an authority outside the centre."""
    return unit.session.get_one(OrganisationUnit, row.unit_code).kind is UnitKind.EXTERNAL
