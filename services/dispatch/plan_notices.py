"""Plans the same notice for the complainants of many cases, with as many statements for a hundred of them as for one."""

from collections.abc import Sequence

from sqlalchemy import select

from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose
from services.casefile.wished_way import find_wished_ways
from services.dispatch.plan_notice import About, choose_notice_way, new_notice
from services.identity.written_address import find_written_ways
from services.unit_of_work import Unit

CASES_AT_ONCE = 500


def plan_notices(purpose: DispatchPurpose, subject: str, complaint_ids: Sequence[str], unit: Unit) -> int:
    """As `plan_notice` does for each of them; how many are new."""
    about, begins = About(purpose, subject), range(0, len(complaint_ids), CASES_AT_ONCE)
    return sum(_plan(about, complaint_ids[at : at + CASES_AT_ONCE], unit) for at in begins)


def _plan(about: About, complaint_ids: Sequence[str], unit: Unit) -> int:
    wished, written = find_wished_ways(complaint_ids, unit), find_written_ways(complaint_ids, unit)
    there = set(
        unit.session.scalars(
            select(Dispatch.complaint_id).where(
                Dispatch.complaint_id.in_(complaint_ids),
                Dispatch.purpose == about.purpose,
                Dispatch.subject == about.subject,
            )
        )
    )
    planned = 0
    for complaint_id in complaint_ids:
        way = choose_notice_way(wished.get(complaint_id), written.get(complaint_id, ()))
        if way is not None and complaint_id not in there:
            unit.session.add(new_notice(about, complaint_id, way, unit))
            planned += 1
    unit.session.flush()
    return planned
