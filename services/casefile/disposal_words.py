"""What is done about a matter, in words: for who approves it, and for the complainant. Official texts, in Chinese."""

from collections.abc import Iterator, Mapping

from models.case.disposal import MatterDisposal
from models.clock.legal_time import beijing_date
from models.ground.codes import Disposal
from models.ground.matter_codes import ImprovementArea

AREAS = {
    ImprovementArea.RULES: "制度",
    ImprovementArea.PROCESS: "流程",
    ImprovementArea.TRAINING: "培训",
    ImprovementArea.TECHNOLOGY: "技术",
}
_LABELS = {
    Disposal.CORRECT_ERROR: ("更正", "由谁更正"),
    Disposal.ORDER_RECTIFICATION: ("整改要求", ""),
    Disposal.PROPOSE_DISCIPLINE: ("事实", "建议处分的人员"),
    Disposal.IMPROVE_SERVICE: ("改进内容", "责任人"),
    Disposal.NO_ACTION: ("告知的理由", ""),
}
_UNIT = {Disposal.ORDER_RECTIFICATION: "责任单位", Disposal.PROPOSE_DISCIPLINE: "移送机关"}


def word_disposal(row: MatterDisposal, unit_names: Mapping[str, str]) -> str:
    """Everything that is on file of it, for the staff of the office; a correction without proof says so."""
    return "；".join(_parts(row, unit_names))


def tell_disposal(row: MatterDisposal) -> str:
    """What the complainant reads of it: no name of staff, and of discipline that it was proposed and no more."""
    if row.kind is Disposal.CORRECT_ERROR:
        done = f"（{_day(row.done_on)}已办）" if row.done_on else ""
        apology = "，已致歉" if row.is_apologised else ""
        refund = f"，退还费用：{row.refund}" if row.refund else ""
        return f"纠正错误{done}{_told(row.what)}{apology}{refund}"
    if row.kind is Disposal.ORDER_RECTIFICATION:
        until = f"（{_day(row.due_on)}前完成）" if row.due_on else ""
        return f"责令整改{until}{_told(row.what)}"
    if row.kind is Disposal.IMPROVE_SERVICE:
        area = AREAS[row.area] if row.area else ""
        until = f"{_day(row.due_on)}前完成" if row.due_on else ""
        beside = "，".join(part for part in (area, until) if part)
        return f"改进服务{f'（{beside}）' if beside else ''}{_told(row.what)}"
    if row.kind is Disposal.PROPOSE_DISCIPLINE:
        return "提出处分建议并移送有权机关"
    return f"不予处理{_told(row.what)}"


def _parts(row: MatterDisposal, unit_names: Mapping[str, str]) -> Iterator[str]:
    what, who = _LABELS[row.kind]
    if row.area:
        yield AREAS[row.area]
    if row.what:
        yield f"{what}：{row.what}"
    if row.unit_code:
        yield f"{_UNIT[row.kind]}：{unit_names.get(row.unit_code, row.unit_code)}"
    if row.responsible:
        yield f"{who}：{row.responsible}"
    if row.due_on:
        yield f"期限：{_day(row.due_on)}"
    if row.is_apologised:
        yield "已致歉"
    if row.refund:
        yield f"退还费用：{row.refund}"
    if row.kind is Disposal.CORRECT_ERROR:
        yield f"{_said_done(row)}已更正，证明：{row.proof}" if row.done_on and row.proof else "尚未举证"


def _said_done(row: MatterDisposal) -> str:
    """The day that is said, and the day of the record where that was a later one."""
    recorded = None if row.proven_at is None else beijing_date(row.proven_at)
    is_late = recorded is not None and row.done_on is not None and recorded > row.done_on
    return f"{_day(row.done_on)}（{_day(recorded)}补录）" if is_late else _day(row.done_on)


def _told(what: str | None) -> str:
    return f"：{what.strip().rstrip('。；;')}" if what and what.strip() else ""


def _day(day: object) -> str:
    return str(day)
