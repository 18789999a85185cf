"""What the file holds for each of the three points of an acceptance, for who decides; whether they are met is his word."""

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.ground.codes import IdentityKind
from services.case.correct_respondent import list_respondents
from services.casefile.standing import read_standing
from services.casefile.wished_way import NAMES
from services.forms.task_case import Answers, TaskCase
from services.identity.known_ways import find_known_ways
from services.office.people_names import get_person_name
from services.office.unit_options import find_unit_name, get_unit_name
from services.suggestions.suggestion_labels import find_suggestion
from services.unit_of_work import Unit

# Words for the people of the office, without the identity of anybody.
NAMED, NAMELESS = "实名", "匿名。不因匿名不予受理，事项具体、线索可以核查即符合"
NOT_TOLD = "未说明"


def tell_findings(matter: Matter, case: TaskCase) -> Answers:
    """A line a point, of one matter."""
    complaint, unit = case.complaint, case.unit
    lines = (
        f"投诉主体：{_tell_complainant(complaint, unit)}",
        f"事项：{_tell_matter(matter, complaint, unit)}",
        f"可诉性：{_tell_scope(matter, complaint, unit)}",
    )
    return {"point_findings": "\n".join(lines)}


def _tell_complainant(complaint: Complaint, unit: Unit) -> str:
    ways = "、".join(NAMES[way] for way in sorted(find_known_ways(complaint, unit)))
    known = NAMED if complaint.identity_kind is IdentityKind.REAL_NAME else NAMELESS
    standing = read_standing(complaint.id, unit).words
    return f"{known}；{f'可以联系的方式：{ways}' if ways else '没有留下联系方式'}；与事项的关系：{standing}"


def _tell_matter(matter: Matter, complaint: Complaint, unit: Unit) -> str:
    when = matter.occurred or complaint.occurred_text or NOT_TOLD
    where = matter.place or complaint.place or NOT_TOLD
    files = unit.session.scalar(
        select(func.count()).select_from(Evidence).where(Evidence.complaint_id == complaint.id)
    )
    return f"时间{when}；地点{where}；证据材料{files}件"


def _tell_scope(matter: Matter, complaint: Complaint, unit: Unit) -> str:
    about = [
        _name(row, unit)
        for row in list_respondents(complaint.id, unit)
        if row.matter_no in (None, matter.no) and row.is_named
    ]
    suggestion = find_suggestion(complaint.id, unit)
    code = suggestion.unit if suggestion is not None else None
    competent = find_unit_name(code, unit) or code or NOT_TOLD
    return f"被投诉对象{'、'.join(about) or NOT_TOLD}；建议承办单位{competent}"


def _name(row: Respondent, unit: Unit) -> str:
    parts = (
        get_unit_name(row.unit, unit) if row.unit else "",
        f"{row.window}窗口" if row.window else "",
        get_person_name(row.staff_id, unit) if row.staff_id else "",
        row.item or "",
    )
    return "".join(parts) + ("（系统提示，待确认）" if row.is_suggested else "")
