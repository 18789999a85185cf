"""The list of a destruction on paper (销毁清册), to be signed by who opened it, the two who watch over it and the head."""

import hashlib
from dataclasses import dataclass

from models.clock.legal_time import beijing_date
from models.ground.errors import Conflict
from models.ground.keeping_codes import DestructionState, KeepingClass
from services.actor import Actor
from services.keeping.destroy_list import BEGUN
from services.keeping.read_destruction import DestructionPage, ListedFile, tell_destruction
from services.office.letterhead import read_letterhead
from services.ports.press import Facts, Grid, Letter
from services.unit_of_work import Unit, UnitOfWork

TITLE = "档案销毁清册"
# As the office calls them on paper, whatever language a page is in.
_CLASSES = {KeepingClass.PERMANENT: "永久", KeepingClass.YEARS_30: "30年", KeepingClass.YEARS_10: "10年"}
_STATES = {
    DestructionState.WAITING: "待销毁",
    DestructionState.EMPTYING: "正在销毁",
    DestructionState.EMPTIED: "已销毁",
    DestructionState.HELD: "未销毁",
    DestructionState.WITHDRAWN: "已撤销",
}
# To write in; a table has no empty cell for who has it read aloud.
_ROOM = "\u3000\n\u3000"
_HEAD = ("序号", "档号、题名", "年度", "页数", "保管期限", "期满日", "鉴定及理由", "结果")
_WIDTHS = (2, 8, 4, 2, 3, 6, 6, 3)


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A PDF and what it is saved as."""

    name: str
    content: bytes


def print_destruction(list_id: str, unit_of_work: UnitOfWork, actor: Actor) -> PrintedList:
    """The list as it stands; its digest goes on the trail. NotFound for none, Conflict for one that was taken back."""
    with unit_of_work.reading() as unit:
        page = tell_destruction(list_id, unit, actor)
        if page.listed.withdrawn_at is not None:
            raise Conflict(code=BEGUN)
        number, letter = page.listed.number, _word(page, unit)
    content = unit_of_work.ports.press.print(letter)
    with unit_of_work as unit:
        sha256 = hashlib.sha256(content).hexdigest()
        unit.trail.add(None, "destruction.printed", {"number": number, "sha256": sha256}, actor)
    return PrintedList(f"{TITLE}-{number}.pdf", content)


def _word(page: DestructionPage, unit: Unit) -> Letter:
    listed = page.listed
    watching = [page.names.get(login, "") for login in (listed.first_witness, listed.second_witness) if login]
    facts = Facts(
        (
            ("清册编号", listed.number),
            ("卷数", f"{listed.files}卷"),
            ("编制人", page.names.get(listed.opened_by, "")),
            ("编制日期", f"{beijing_date(listed.opened_at):%Y-%m-%d}"),
            ("监销人", "、".join(watching) or "尚未确认"),
        )
    )
    return Letter(
        letterhead=read_letterhead(unit),
        title=TITLE,
        number=listed.number,
        parts=(
            facts,
            Grid(_HEAD, tuple(_row(one) for one in page.files), _WIDTHS),
            Facts(
                tuple(
                    (name, _ROOM) for name in ("编制人（签名）", "监销人（签名）", "监销人（签名）", "日期")
                )
            ),
        ),
        dated=beijing_date(unit.clock.now()),
        is_sealed=False,
    )


def _row(one: ListedFile) -> tuple[str, ...]:
    line = one.line
    return (
        str(line.position),
        f"{one.complaint.number}\n投诉办件",
        str(line.closed_on.year) if line.closed_on else "　",
        str(line.pages),
        _CLASSES[line.keeping] if line.keeping else "　",
        f"{line.ended_on:%Y-%m-%d}",
        "；".join((one.appraisal, *one.reasons)),
        _STATES[line.state],
    )
