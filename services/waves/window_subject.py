"""What the complaints of a wave at a window are about, where a study has no field for the window itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.clock.legal_time import ONE_DAY, at_time
from models.ground.codes import Role
from models.office.staff import Staff
from models.office.wave_alarm import WaveAlarm
from services.access.restricted import is_restricted
from services.actor import Actor, require_role
from services.ledger.about import about_unit, is_settled
from services.unit_of_work import UnitOfWork


def find_window_subject(wave: WaveAlarm, unit_of_work: UnitOfWork, actor: Actor) -> tuple[str, str]:
    """Unit and service item of more than half of its complaints; each empty where there is none. Refused as `read_wave`."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        query = (
            select(Respondent.complaint_id, about_unit(), Respondent.item)
            .select_from(Complaint)
            .join(Respondent, Respondent.complaint_id == Complaint.id)
            .outerjoin(Staff, Staff.login == Respondent.staff_id)
            .where(
                Respondent.window == wave.code,
                Respondent.in_force(),
                is_settled(),
                Complaint.received_at >= at_time(wave.begins_on, "00:00"),
                Complaint.received_at < at_time(wave.until + ONE_DAY, "00:00"),
                ~is_restricted(),
            )
        )
        rows = unit.session.execute(query).all()
    cases = len({case for case, _, _ in rows})
    units, items = {(case, code) for case, code, _ in rows}, {(case, code) for case, _, code in rows}
    return _of_most(units, cases), _of_most(items, cases)


def _of_most(named: Iterable[tuple[str, str | None]], cases: int) -> str:
    counted = Counter(code for _, code in named if code)
    code, number = next(iter(counted.most_common(1)), ("", 0))
    return code if 2 * number > cases else ""
