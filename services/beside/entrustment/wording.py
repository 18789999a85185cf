"""An entrustment in words, for who approves it: who is asked for what and why, and which limits it would hold until when."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from models.beside.entrustment import Entrustment
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from models.clock.legal_time import to_beijing
from models.ground.codes import EntrustmentKind
from models.ground.entrustment_codes import DataEnd, EntrustmentNeed
from services.beside.entrustment.leaving import is_cut, list_left
from services.beside.entrustment.open_entrustment import WINDOW
from services.clocks.channel_limit import counted_due
from services.clocks.office_ladder import find_open_pause, load_ladder
from services.clocks.pause_clock import due_after_pause
from services.office.people_names import get_person_name
from services.office.unit_options import get_unit_name
from services.requests.pauses import PAUSED_KINDS
from services.requests.windows import window_end
from services.unit_of_work import Unit

KINDS = {EntrustmentKind.ENTRUSTED: "委托调查", EntrustmentKind.APPRAISAL: "第三方评估、鉴定"}
LIMITS = {ClockKind.RESOLVE: "办结时限", ClockKind.INVESTIGATION: "调查时限"}
NEEDS = {
    EntrustmentNeed.COMPLEX: "事项复杂",
    EntrustmentNeed.EXPERT: "需要专业知识或资质",
    EntrustmentNeed.INDEPENDENT: "需要独立第三方",
}
ENDS = {DataEnd.RETURNED: "退还", DataEnd.DESTROYED: "销毁"}
NO_PAUSE = "不中止：办结时限、调查时限照常计算。"


def word_entrustment(row: Entrustment, unit: Unit) -> str:
    """What is asked of whom, and why."""
    ends = window_end(WINDOW, unit, amount=row.limit_wd)
    lines = [
        f"{get_person_name(row.requested_by, unit)}于{_moment(row.requested_at)}提出。",
        f"类别：{KINDS[row.kind]}",
        f"受托单位：{get_unit_name(row.to_unit, unit)}",
        f"委托理由：{NEEDS[row.need] if row.need is not None else '未写'}",
        f"委托事项和范围：{row.scope}",
        f"期限：{row.limit_wd}个工作日，现在批准的，至{_moment(ends)}",
        *_word_terms(row),
        *_word_leaving(row),
    ]
    return "\n".join(lines)


def _word_terms(row: Entrustment) -> Iterator[str]:
    if row.independence:
        yield f"独立性：{row.independence}"
    if row.hands_data is False:
        yield "不提供案卷资料。"
    if row.hands_data:
        yield f"提供的资料：{row.data_items}"
        yield f"用途：{row.data_purpose}"
        ending = ENDS[row.data_afterwards] if row.data_afterwards is not None else "未写"
        yield f"使用至：{row.data_until}，其后{ending}"
        yield f"保密要求：{row.confidentiality}"


def _word_leaving(row: Entrustment) -> Iterator[str]:
    for left in list_left(row):
        yield f"送出时保留可能指向他人的“{left.words}”，理由：{left.reason}"
    if is_cut(row):
        yield "送出时，其他可能指向投诉人或者他人的文字以“■”代替。"


def word_pause(row: Entrustment, unit: Unit) -> str:
    """What would stand still from now, and the dates if it does so to the last day; an earlier report moves them less."""
    if not row.pauses_clock:
        return NO_PAUSE
    now, until = unit.clock.now(), window_end(WINDOW, unit, amount=row.limit_wd)
    lines = ["自批准之时起中止，收到报告或者期限届满时恢复。"]
    for clock in _list_held(row, unit):
        due = f"{LIMITS[clock.kind]}：现为{_moment(clock.due_at)}"
        if find_open_pause(unit.session, clock.id) is not None:
            lines.append(f"{due}，已因其他事项中止")
            continue
        later = counted_due(clock, due_after_pause(clock, now, until, load_ladder(unit.session)))
        lines.append(f"{due}，中止至期限届满的，顺延至{_moment(later)}")
    return "\n".join(lines)


def _list_held(row: Entrustment, unit: Unit) -> list[Clock]:
    return list(
        unit.session.scalars(
            select(Clock)
            .where(
                Clock.complaint_id == row.complaint_id,
                Clock.kind.in_(PAUSED_KINDS[Stage.INVESTIGATION]),
                Clock.stopped_at.is_(None),
            )
            .order_by(Clock.due_at.desc(), Clock.kind)
        )
    )


def _moment(moment: datetime) -> str:
    return f"{to_beijing(moment):%Y-%m-%d %H:%M}"
