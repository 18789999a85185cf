"""A holding statement (情况说明) to begin with: what is known to the office, nothing of who complained or said what."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from services.office.unit_options import find_unit_name
from services.unit_of_work import Unit


def draft_statement(complaint: Complaint, unit: Unit) -> str:
    """Three sentences a person puts right: we know, we look into it, each is answered."""
    about = unit.session.scalars(
        select(Respondent.unit).where(Respondent.complaint_id == complaint.id, Respondent.in_force())
    ).first()
    name = find_unit_name(about, unit)
    place = f"{name}的有关服务" if name else "有关服务"
    return (
        f"我们已收到多位办事人就{place}反映的情况，给大家带来不便，深表歉意。"
        "我们正在现场核实并采取措施（请填写：已采取的措施、恢复时间、补办安排）。"
        "查清后将按各位登记的方式分别答复，也可凭编号和查询码查询。"
    )
