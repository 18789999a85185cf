"""What is printed of an opening: its list for both to sign (开箱（拆封）登记表), a cover sheet for each thing (分隔页)."""

import hashlib
from dataclasses import dataclass

from models.clock.legal_time import beijing_date, word_moment
from models.ground.codes import Channel
from models.ground.errors import Conflict, NotFound
from models.ground.opening_codes import FoundState, NoComplaint, OpeningState
from services.actor import Actor
from services.letters.signed_record import lines_to_sign
from services.office.letterhead import read_letterhead
from services.openings.get_opening import NOT_CONFIRMED
from services.openings.number_found import Cover, word_cover
from services.openings.read_openings import FoundLine, ReadOpening, tell_opening
from services.ports.press import CoverSheet, CoverSheets, Facts, Grid, Letter
from services.unit_of_work import Unit, UnitOfWork

TITLE, COVERS = "开箱（拆封）登记表", "分隔页"
# As the office calls them on paper, whatever language a page is in.
_STATES = {FoundState.WAITING: "　", FoundState.REGISTERED: "已登记", FoundState.NOTED: "不登记"}
_REASONS = {
    NoComplaint.ADVERTISEMENT: "广告宣传品",
    NoComplaint.EMPTY: "空信封、空白纸",
    NoComplaint.VALUABLES: "现金、证件等财物",
    NoComplaint.OF_A_CASE: "已登记投诉的补充材料",
    NoComplaint.FOR_OTHERS: "他人或其他部门的信件",
    NoComplaint.OTHER: "其他",
}
_HEAD = ("序号", "处理情况", "投诉编号", "说明")
_WIDTHS = (2, 4, 7, 9)


@dataclass(frozen=True, slots=True)
class PrintedOpening:
    """A PDF and what it is saved as."""

    name: str
    content: bytes


def print_list(opening_id: str, unit_of_work: UnitOfWork, actor: Actor) -> PrintedOpening:
    """The list as it stands; its digest goes on the trail. NotFound for none, Conflict for one that was withdrawn."""
    with unit_of_work.reading() as unit:
        told = tell_opening(opening_id, unit, actor)
        if told.line.state is OpeningState.WITHDRAWN:
            raise Conflict(code=NOT_CONFIRMED)
        letter = _word_list(told, unit)
    content = unit_of_work.ports.press.print(letter)
    printed = PrintedOpening(f"{TITLE}-{told.line.sign}.pdf", content)
    return _put_on_record(printed, opening_id, unit_of_work, actor)


def print_covers(opening_id: str, unit_of_work: UnitOfWork, actor: Actor) -> PrintedOpening:
    """A sheet for each thing that waits, to lie before its pages in the scanner; errors as above, NotFound for an empty box."""
    with unit_of_work.reading() as unit:
        told = tell_opening(opening_id, unit, actor)
        if told.line.state is not OpeningState.CONFIRMED and told.line.state is not OpeningState.ENDED:
            raise Conflict(code=NOT_CONFIRMED)
        office = read_letterhead(unit).name
    sheets = tuple(_cover(told, one) for one in told.found if one.state is FoundState.WAITING)
    if not sheets:
        raise NotFound
    content = unit_of_work.ports.press.print_covers(CoverSheets(office, COVERS, sheets))
    printed = PrintedOpening(f"{COVERS}-{told.line.sign}.pdf", content)
    return _put_on_record(printed, opening_id, unit_of_work, actor)


def _cover(told: ReadOpening, one: FoundLine) -> CoverSheet:
    line = told.line
    return CoverSheet(
        barcode=word_cover(Cover(line.sign, one.no)),
        heading=f"第{one.no}件",
        lines=(
            f"{_word_source(line.channel)}　{line.place}",
            f"开箱（拆封）时间：{word_moment(line.opened_at)}",
            "放在本件各页之前一起扫描，不要折叠、涂画条码。",
        ),
    )


def _word_list(told: ReadOpening, unit: Unit) -> Letter:
    line = told.line
    facts = Facts(
        (
            ("来源", f"{_word_source(line.channel)}　{line.place}"),
            ("开箱（拆封）时间", word_moment(line.opened_at)),
            ("清点件数", f"{line.found}件"),
            ("开箱（拆封）人员", "、".join(line.openers)),
        )
    )
    rows = tuple(_row(one) for one in told.found) or (("　", "无", "　", "箱（邮）内无物品"),)
    return Letter(
        letterhead=read_letterhead(unit),
        title=TITLE,
        number=line.sign,
        parts=(
            facts,
            Grid(_HEAD, rows, _WIDTHS),
            lines_to_sign("开箱（拆封）人（签名）", "开箱（拆封）人（签名）"),
        ),
        dated=beijing_date(unit.clock.now()),
        is_sealed=False,
    )


def _word_source(channel: Channel) -> str:
    return "信函" if channel is Channel.LETTER else "意见箱"


def _row(one: FoundLine) -> tuple[str, str, str, str]:
    words = "；".join(
        filter(
            None,
            (
                "清点后补记" if one.is_later else "",
                _REASONS[one.reason] if one.reason else "",
                one.note or "",
            ),
        )
    )
    return str(one.no), _STATES[one.state], one.number or "　", words or "　"


def _put_on_record(
    printed: PrintedOpening, opening_id: str, unit_of_work: UnitOfWork, actor: Actor
) -> PrintedOpening:
    with unit_of_work as unit:
        sha256 = hashlib.sha256(printed.content).hexdigest()
        unit.trail.add(None, "opening.printed", {"opening_id": opening_id, "sha256": sha256}, actor)
    return printed
