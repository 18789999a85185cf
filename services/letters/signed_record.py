"""What records for signature have in common: acts of the investigation, who made them, and lines to sign by hand."""

from collections.abc import Sequence

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.investigation_act import InvestigationAct
from models.clock.legal_time import word_moment
from models.ground.codes import Method
from services.office.people_names import get_person_name
from services.ports.press import Facts
from services.unit_of_work import Unit

# Room to write in; a table has no empty cell for who has it read aloud.
_OPEN = "\u3000\n\u3000"


def list_acts(method: Method, complaint: Complaint, unit: Unit) -> Sequence[InvestigationAct]:
    """Those by one method whose record has its moments, the first first; earlier releases asked for none."""
    # One statement for the records of all methods: a page of letters asks for each.
    acts = select(InvestigationAct).where(
        InvestigationAct.complaint_id == complaint.id, InvestigationAct.recorded_at.is_not(None)
    )
    rows = unit.session.scalars(acts.order_by(InvestigationAct.done_at, InvestigationAct.id))
    return [act for act in rows if act.method is method]


def tell_act(act: InvestigationAct, unit: Unit) -> list[tuple[str, str]]:
    """When, by whom, and of which matters; of one person alone why."""
    details = act.details or {}
    people = [act.by, *filter(None, [details.get("second_investigator")])]
    matters = "、".join(f"第{no}项" for no in details.get("matter_nos", ()))
    began = act.began_at or act.done_at
    told = [
        ("开始时间", word_moment(began)),
        ("结束时间", word_moment(act.done_at)),
        ("调查人员", "、".join(get_person_name(str(login), unit) for login in people)),
        ("只有一人的原因", str(details.get("one_reason") or "")),
        ("涉及事项", matters),
    ]
    return [(name, text) for name, text in told if text]


def lines_to_sign(*names: str) -> Facts:
    """Who signs where, and on which day."""
    return Facts(tuple((name, _OPEN) for name in (*names, "日期")))
