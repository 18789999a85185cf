"""Parts of joint handling (协办部分): until a co-handling unit has reported its part, nothing is found in its matters."""

from collections.abc import Collection

from sqlalchemy import and_, or_, select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from services.unit_of_work import Unit

# The end of a part whose unit was replaced; nothing waits for it any more.
WITHDRAWN = "WITHDRAWN"


def list_parts(complaint: Complaint, unit: Unit) -> list[Referral]:
    """All parts of this round, by number."""
    return list(
        unit.session.scalars(
            select(Referral)
            .where(
                Referral.complaint_id == complaint.id,
                Referral.round == complaint.round,
                Referral.holds_finding.is_(True),
            )
            .order_by(Referral.no)
        )
    )


def list_held_parts(complaint: Complaint, unit: Unit) -> list[Referral]:
    """The parts of this round that were neither reported nor waived.

    One that lapsed because its stage was left is waited for as before: no diagram shortens it.
    """
    lapsed = and_(Referral.state == RequestState.LAPSED, Referral.end_reason != WITHDRAWN)
    return list(
        unit.session.scalars(
            select(Referral)
            .where(
                Referral.complaint_id == complaint.id,
                Referral.round == complaint.round,
                Referral.holds_finding.is_(True),
                Referral.waived_at.is_(None),
                or_(Referral.state == RequestState.OPEN, lapsed),
            )
            .order_by(Referral.no)
        )
    )


def list_parts_of(parts: Collection[Referral], matter_no: int) -> list[Referral]:
    """Those that are about this matter."""
    return [row for row in parts if matter_no in row.matter_nos]
