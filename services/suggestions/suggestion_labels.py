"""Chinese names of what was suggested, for the read-only fields of the decision form."""

from collections.abc import Mapping

from bpmn.names import DecisionId
from models.case.complaint import Complaint
from models.case.suggestion import Suggestion
from models.ground.codes import Category, Complexity, Route
from services.office.unit_options import find_unit_name
from services.outbox.ask_tables import NOT_A_CODE, TABLE_FAILED, TABLE_MISSING
from services.suggestions.asked_again import find_second_answer, is_corrected
from services.unit_of_work import Unit

CATEGORIES: dict[str, str] = {
    Category.IRREGULAR_OPERATION: "违规操作",
    Category.BAD_ATTITUDE: "服务态度差",
    Category.LOW_EFFICIENCY: "办事效率低",
    Category.INACTION_OR_ABUSE: "不作为乱作为",
    Category.INFO_NOT_DISCLOSED: "未按规定公开信息",
    Category.BROKEN_PROMISE: "违反服务承诺",
    Category.RIGHTS_HARMED: "侵害合法权益",
    Category.SUGGESTION: "意见建议",
    Category.REPEATED_MATERIALS: "反复提交材料",
    Category.INCONSISTENT_POLICY: "政策口径不一",
    Category.BUCK_PASSING: "推诿扯皮",
    Category.POOR_COORDINATION: "部门之间协调不力",
    Category.RETALIATION: "打击报复投诉人",
    Category.NONE: "不属上述各类或无法归类",
}
ROUTES: dict[str, str] = {
    Route.ON_SPOT: "现场处理类",
    Route.REGISTER_REFER: "登记转办类",
    Route.INTERVENE: "介入处理类",
    Route.SUGGESTION: "意见建议类",
}
COMPLEXITIES: dict[str, str] = {
    Complexity.SIMPLE: "简易",
    Complexity.NORMAL: "一般",
    Complexity.COMPLEX: "复杂",
}
SEVERITIES = {"normal": "一般", "serious": "较重", "urgent": "紧急"}
NO_SUGGESTION = "无建议"
# On the form, which is in Chinese.
BEFORE_CORRECTION = "{earlier}（按更正前的事项、类别、轻重缓急和被投诉方得出，请重新判断）"
SECOND = "{earlier}（更正前）；{again}（更正后由复杂程度规则第 {version} 版重新得出，请核对后确认）"
NO_SECOND = "{earlier}（更正前）；更正后{why}，请重新判断"
FAULTS = {
    TABLE_MISSING: "未找到已部署的规则表",
    TABLE_FAILED: "规则表计算出错",
    NOT_A_CODE: "规则表给出的不是代码",
}


def find_suggestion(complaint_id: str, unit: Unit) -> Suggestion | None:
    """The suggestion for a case; None before the tables were asked, as in a process of an older version."""
    return unit.session.get(Suggestion, complaint_id)


def label_suggestion(suggestion: Suggestion | None, unit: Unit) -> dict[str, object]:
    """The names under the keys of the form; a code that owners invented is shown as it is."""
    if suggestion is None:
        return {}
    return {
        "suggested_category_label": _name(suggestion.category, CATEGORIES),
        "suggested_severity_label": _name(suggestion.severity, SEVERITIES),
        "suggested_route_label": _name(suggestion.route, ROUTES),
        "suggested_complexity_label": _name(suggestion.complexity, COMPLEXITIES),
        "suggested_unit_label": find_unit_name(suggestion.unit, unit) or suggestion.unit or NO_SUGGESTION,
    }


def propose_severity(complaint: Complaint, suggestion: Suggestion | None) -> dict[str, object]:
    """What the field begins with: as decided before, else as suggested; nothing for a code that owners invented."""
    known = complaint.severity or (suggestion.severity if suggestion is not None else None)
    return {"severity": known} if known in SEVERITIES else {}


def ask_complexity_again(
    complaint: Complaint, suggestion: Suggestion | None, unit: Unit
) -> dict[str, object]:
    """After a correction of what the tables were asked with: both answers, or that the person judges anew (DM-23)."""
    if suggestion is None or not is_corrected(complaint, suggestion, unit):
        return {}
    earlier = _name(suggestion.complexity, COMPLEXITIES)
    answer = find_second_answer(complaint, suggestion, unit)
    if answer is None:
        label = BEFORE_CORRECTION.format(earlier=earlier)
    elif answer.fault is not None:
        label = NO_SECOND.format(earlier=earlier, why=FAULTS.get(answer.fault, answer.fault))
    else:
        version = answer.versions.get(DecisionId.COMPLEXITY)
        label = SECOND.format(earlier=earlier, again=_name(answer.complexity, COMPLEXITIES), version=version)
    return {"suggested_complexity_label": label}


def _name(code: str | None, names: Mapping[str, str]) -> str:
    return NO_SUGGESTION if code is None else names.get(code, code)
