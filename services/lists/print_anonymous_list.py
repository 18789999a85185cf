"""The list of anonymous complaints as a sheet for the board of the hall (公示栏)."""

from dataclasses import dataclass

from models.clock.legal_time import word_day
from services.actor import Actor
from services.lists.anonymous_list import AnonymousList, AskedList, ListedState, read_anonymous
from services.office.letterhead import read_letterhead
from services.ports.press import Grid, Letter, Part, Words
from services.unit_of_work import UnitOfWork

TITLE = "匿名投诉办理情况"
NONE = "本期没有以意见箱、来信方式匿名提出的投诉。"
TOO_FEW = "本期匿名投诉件数较少，为保护投诉人，不逐件列出；将在以后各期一并列出。"
_STATE_WORDS = {
    ListedState.RECEIVED: "已登记，正在研究是否受理",
    ListedState.UNDER_WAY: "正在办理",
    ListedState.DONE: "已办结",
}
_HEAD, _WIDTHS = ("投诉编号", "收到月份", "办理情况"), (5, 3, 6)


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A PDF and what it is saved as."""

    name: str
    content: bytes


def print_anonymous_list(asked: AskedList, unit_of_work: UnitOfWork, actor: Actor) -> PrintedList:
    """Laid out first, then on the trail, then handed out; refused as `list_anonymous` refuses."""
    with unit_of_work.reading() as unit:
        told = read_anonymous(asked, unit, actor)
        letterhead = read_letterhead(unit)
    letter = Letter(letterhead, TITLE, "", tuple(_parts(told)), dated=told.today)
    content = unit_of_work.ports.press.print(letter)
    with unit_of_work as unit:
        payload = {
            "since": told.period.since.isoformat(),
            "until": told.period.until.isoformat(),
            "lines": len(told.lines),
            "part": told.part,
        }
        unit.trail.add(None, "anonymous_list.printed", payload, actor)
    part = f"-{told.part}" if told.parts > 1 else ""
    return PrintedList(f"{TITLE}-{told.today.isoformat()}{part}.pdf", content)


def _parts(told: AnonymousList) -> list[Part]:
    period = f"{word_day(told.period.since)}至{word_day(told.period.until)}收到的匿名投诉（意见箱、来信）。"
    if not told.lines:
        return [Words(period), Words(TOO_FEW if told.too_few else NONE)]
    if told.parts > 1:
        period += f"共{told.total}件，分{told.parts}张表，本表为第{told.part}张。"
    rows = tuple(
        (
            line.number,
            "—" if line.month is None else f"{line.month.year}年{line.month.month}月",
            _STATE_WORDS[line.state],
        )
        for line in told.lines
    )
    return [Words(period), Grid(_HEAD, rows, _WIDTHS), Words("本表只列编号和办理情况，不列投诉内容。")]
