"""Why a case is supervised, in words: what the supervisor wrote, else which limit was missed."""

from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.clock.clock import Clock
from models.clock.legal_time import word_moment
from models.clock.time_limit_policy import TimeLimitPolicy
from services.casefile.first_answerable import find_first_answerable
from services.office.people_names import map_people_names
from services.unit_of_work import Unit


def word_reason(row: Supervision, unit: Unit) -> str:
    """An official text; a supervision that the system opened tells the moment and the basis of the missed limit."""
    clock = unit.session.get(Clock, row.late_clock_id) if row.late_clock_id is not None else None
    if row.reason or clock is None:
        return row.reason or ""
    first = _word_first(row.complaint_id, unit)
    policy = unit.session.get_one(TimeLimitPolicy, clock.policy_id)
    return f"系统自动督办：有一项时限已于{word_moment(clock.due_at)}届满，尚未办结。该时限的依据：{policy.basis}{first}"


def _word_first(complaint_id: str, unit: Unit) -> str:
    """Who is answerable for the delay while nobody else has signed for the case."""
    first = find_first_answerable(unit.session.get_one(Complaint, complaint_id), unit)
    if not first.is_held or first.login is None:
        return ""
    name = map_people_names(unit, logins=[first.login]).get(first.login, "")
    return f"。首问责任人：{name}，负责到移交签收为止"
