"""To whom a complaint was given first, and whether more time was asked for too late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from models.beside.extension import Extension
from models.beside.referral import Referral
from models.case.lifecycle import RequestState
from models.ground.codes import Arbitration
from models.ground.performance_codes import Indicator
from services.ledger.ledger_row import LedgerRow
from services.performance.facts import Fact, of_handling
from services.unit_of_work import Unit


def count_referrals(ids: Sequence[str], homes: Mapping[str, str], unit: Unit) -> Iterator[Fact]:
    """The first referral of a complaint, of who made it: right unless it came back and whoever arbitrated said so."""
    rows = unit.session.execute(
        select(Referral.complaint_id, Referral.requested_by, Referral.objected_at, Referral.arbitration)
        .where(Referral.complaint_id.in_(ids))
        .order_by(Referral.complaint_id, Referral.requested_at, Referral.no)
    )
    seen: set[str] = set()
    for case, by, objected_at, arbitration in rows:
        if case in seen:
            continue
        seen.add(case)
        is_right = objected_at is None or arbitration is Arbitration.REJECTED
        if by in homes:
            yield Fact(homes[by], None, Indicator.REFERRED_RIGHT, case, is_right)
            yield Fact(None, by, Indicator.REFERRED_RIGHT, case, is_right)


def count_extensions(rows: Sequence[LedgerRow], unit: Unit) -> Iterator[Fact]:
    """More time that was asked for or told when the old date was over.

    What lapsed was told to nobody and needed by nobody: the case went on before anything had to be told.
    """
    found = unit.session.execute(
        select(
            Extension.complaint_id,
            Extension.requested_at,
            Extension.old_due_at,
            Extension.is_approved,
            Extension.is_effective,
            Extension.state,
        ).where(Extension.complaint_id.in_([row.complaint_id for row in rows]))
    )
    late = {
        case
        for case, asked, due, is_approved, is_effective, state in found
        if asked > due or (is_approved and not is_effective and state is not RequestState.LAPSED)
    }
    for row in rows:
        if row.complaint_id in late:
            yield from of_handling(row, Indicator.EXTENDED_LATE, counts=True)
