"""Why a limit is over although more time was asked for: the extension that did not come in time (docs/adr/0102)."""

from collections.abc import Collection

from sqlalchemy import select

from models.beside.extension import Extension
from models.case.lifecycle import RequestState
from services.beside.extension.old_date import why_too_late
from services.unit_of_work import Unit


def list_late_reasons(late_clock_ids: Collection[str], unit: Unit) -> dict[str, str]:
    """NOTICE_TOO_LATE or DECISION_TOO_LATE by the id of clocks that are over; limits nobody tried to extend are left out.

    An extension that is still open when its limit is over came too late as well, whether or not its window was checked.
    """
    if not late_clock_ids:
        return {}
    rows = unit.session.scalars(
        select(Extension)
        .where(
            Extension.extended_clock_id.in_(late_clock_ids),
            Extension.state.in_((RequestState.OPEN, RequestState.EXPIRED)),
        )
        .order_by(Extension.no)
    )
    return {row.extended_clock_id: why_too_late(row) for row in rows}
