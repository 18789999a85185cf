"""A proposed decision in words, for who approves it: all that it says and what it is about. Official texts, in Chinese."""

from collections.abc import Iterator, Mapping

from models.case.proposal import Proposal
from models.clock.legal_time import to_beijing
from models.ground.codes import Disposal, Finding, MatterDecision, NonAcceptGround
from models.ground.evidence_codes import Responsibility
from models.ground.matter_codes import AcceptancePoint, Adoption, ClaimAnswer, EarlierPoint
from models.office.legal_basis import LegalBasis
from services.access.readable_cases import may_read_case
from services.answer.answer_wording import ADOPTIONS, ANSWERS, GROUNDS, RESPONSIBILITIES
from services.case.improvement import NEEDED
from services.casefile.disposal_words import word_disposal
from services.casefile.found_words import DISPOSALS, FINDINGS
from services.casefile.get_case import list_claims, list_matters, list_respondents_in_force
from services.casefile.leading_case import find_leading_case
from services.forms.task_case import Answers, TaskCase, rows_of, text_of, texts_of
from services.identity.cut_identity import cut_identity
from services.office.legal_bases import word_bases
from services.office.people_names import get_person_name
from services.office.unit_options import get_unit_name, map_unit_names
from services.suggestions.suggestion_labels import CATEGORIES, COMPLEXITIES, ROUTES
from services.tasks.disposal_rows import read_disposals
from services.tasks.proposed import read_decided

DECISIONS = {
    MatterDecision.ACCEPT: "受理",
    MatterDecision.REFUSE: "不予受理",
    MatterDecision.REFER: "转交其他单位",
    MatterDecision.MERGE: "并入在办的投诉",
    MatterDecision.CONSULTATION: "属咨询或误操作，当即答复",
}
LEVELS = {"0": "中性表述，不含时间和可识别的事实", "1": "加时间、地点，不告知身份", "2": "告知身份和办件编号"}
POINTS: dict[str, str] = {
    AcceptancePoint.COMPLAINANT: "投诉主体明确",
    AcceptancePoint.CONCRETE: "事项具体",
    AcceptancePoint.ACTIONABLE: "可诉",
    EarlierPoint.SUBJECT: "投诉对象明确",
    EarlierPoint.IN_SCOPE: "属受理范围",
}
_CLOSED = "（该件只限指定人员查阅，内容不在此显示）"


def word_proposal(row: Proposal, case: TaskCase) -> str:
    """Who proposes what: matter by matter, then what goes for the whole case, and what leaves with it."""
    told, answers = to_beijing(row.at), row.answers
    head = f"{get_person_name(row.by, case.unit)}于{told:%Y-%m-%d %H:%M}提出。"
    blocks = ["\n".join(_word_row(matter, case)) for matter in rows_of(answers, "matters")]
    whole = "\n\n".join([head, *blocks, "\n".join(_word_case(answers, case))]).strip()
    return "\n".join([whole, *_word_left(row)])


def word_facts(case: TaskCase) -> str:
    """What was complained about and what is wanted, without who did; and about whom."""
    complaint, unit = case.complaint, case.unit
    lines = list(cut_identity([complaint.matter], complaint.id, unit))
    lines += [f"事项{matter.no}：{matter.text}" for matter in list_matters(complaint.id, unit)]
    lines += [f"诉求{claim.no}：{claim.text}" for claim in list_claims(complaint.id, unit)]
    for row in list_respondents_in_force(complaint.id, unit):
        names = [
            get_unit_name(row.unit, unit) if row.unit else "",
            f"{row.window}窗口" if row.window else "",
            get_person_name(row.staff_id, unit) if row.staff_id else "",
        ]
        lines.append(f"被投诉方：{''.join(names) or '未指明'}")
    return "\n".join(lines)


def _word_left(row: Proposal) -> Iterator[str]:
    """What leaves with it on approval although it may tell of somebody else; the approver answers for that too."""
    decided = read_decided(row)
    for left in decided.left:
        yield f"送出时保留可能指向他人的“{left.words}”，理由：{left.reason}"
    if decided.cut:
        yield "送出时，其他可能指向他人的文字以“■”代替。"


def word_leading(row: Proposal, case: TaskCase) -> str:
    """The cases to merge into, as far as this approver may read them; empty where nothing is merged."""
    numbers = [text_of(matter, "merge_into").upper() for matter in rows_of(row.answers, "matters")]
    return "\n\n".join(_word_leading(number, case) for number in dict.fromkeys(numbers) if number)


def _word_leading(number: str, case: TaskCase) -> str:
    leading = find_leading_case(number, case.unit)
    if leading is None or not may_read_case(leading, case.unit, case.actor):
        return f"{number}{_CLOSED}"
    lines = [f"{leading.number}（{to_beijing(leading.received_at):%Y-%m-%d}收到）"]
    lines += [f"事项{matter.no}：{matter.text}" for matter in list_matters(leading.id, case.unit)]
    lines += [f"诉求{claim.no}：{claim.text}" for claim in list_claims(leading.id, case.unit)]
    return "\n".join(lines)


def _word_row(row: Answers, case: TaskCase) -> Iterator[str]:
    yield f"事项{row.get('no')}：{text_of(row, 'text')}"
    decision = text_of(row, "decision")
    if decision:
        yield (
            f"拟作决定：{DECISIONS.get(MatterDecision(decision), '')}" if decision != "later" else "暂不决定"
        )
    if points := texts_of(row, "met_points"):
        yield f"受理审查符合：{'、'.join(POINTS[point] for point in points)}"
    if decision == MatterDecision.REFUSE:
        yield f"理由：{GROUNDS[NonAcceptGround(text_of(row, 'nonaccept_ground'))]}"
        yield f"依据：{_word_bases(row, case)}"
        yield f"应当反映的部门：{text_of(row, 'right_place')}"
        for key, label in (("refusal_text", "告知内容"), ("remedies", "救济途径")):
            if text := text_of(row, key):
                yield f"{label}：{text}"
    if decision == MatterDecision.REFER:
        yield f"转交单位：{get_unit_name(text_of(row, 'refer_to'), case.unit)}"
    if decision == MatterDecision.MERGE:
        yield f"并入的投诉编号：{text_of(row, 'merge_into').upper()}"
    for key, label in (
        ("wording", "中性表述"),
        ("occurred", "时间"),
        ("place", "地点"),
        ("reply", "答复内容"),
    ):
        if text := text_of(row, key):
            yield f"{label}：{text}"
    yield from _word_settled(row, map_unit_names(case.unit))


def _word_bases(row: Answers, case: TaskCase) -> str:
    chosen = [case.unit.session.get(LegalBasis, one) for one in texts_of(row, "basis_ids")]
    return word_bases([basis for basis in chosen if basis is not None], text_of(row, "basis"))


def _word_settled(row: Answers, names: Mapping[str, str]) -> Iterator[str]:
    if found := text_of(row, "finding"):
        yield f"认定：{FINDINGS[Finding(found)]}"
    if answerable := text_of(row, "responsibility"):
        note = text_of(row, "responsibility_note")
        yield f"责任：{RESPONSIBILITIES[Responsibility(answerable)]}{'。' + note if note else ''}"
    if adopted := text_of(row, "adoption"):
        yield f"建议：{ADOPTIONS[Adoption(adopted)]}"
    if disposals := texts_of(row, "disposals"):
        yield f"处理：{'、'.join(DISPOSALS[Disposal(step)] for step in disposals)}"
        for told in read_disposals(row):
            if said := word_disposal(told, names):
                yield f"{DISPOSALS[told.kind]}——{said}"
    if found or adopted:
        yield f"理由：{text_of(row, 'reason')}"
        yield f"依据：{text_of(row, 'basis') or '未写'}"


def _word_case(answers: Answers, case: TaskCase) -> Iterator[str]:
    for claim in rows_of(answers, "claims"):
        answer = text_of(claim, "answer")
        said = ANSWERS[ClaimAnswer(answer)] if answer else ""
        reason = text_of(claim, "answer_reason")
        yield f"诉求{claim.get('no')}：{text_of(claim, 'text')}——{said}{'。' + reason if reason else ''}"
    named = (("category", "投诉类别", CATEGORIES), ("route", "处置方式", ROUTES))
    for key, label, names in (
        *named,
        ("complexity", "复杂程度", COMPLEXITIES),
        ("disclosure_level", "告知被投诉方的范围", LEVELS),
    ):
        if code := text_of(answers, key):
            yield f"{label}：{names.get(code, code)}"
    if code := text_of(answers, "unit"):
        yield f"承办单位：{get_unit_name(code, case.unit)}"
    if answers.get("urgent") is True:
        yield "紧急事项"
    if "confirmed_by_complainant" in answers:
        yield "投诉人已当场确认" if answers["confirmed_by_complainant"] is True else "投诉人没有当场确认"
    if improvement := text_of(answers, "improvement"):
        yield from _word_verdict(improvement, answers, case)
    if note := text_of(answers, "note"):
        yield f"备注：{note}"


def _word_verdict(said: str, answers: Answers, case: TaskCase) -> Iterator[str]:
    if said != NEEDED:
        yield f"改进判定：没有需要改进之处。{text_of(answers, 'improvement_reason')}"
        return
    owner = get_unit_name(text_of(answers, "improvement_owner"), case.unit)
    yield f"改进判定：有需要改进之处。{text_of(answers, 'improvement_cause')}（责任单位：{owner}）"
