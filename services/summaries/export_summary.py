"""A released summary leaves as a workbook or on paper: from its frozen figures, and on record before the first byte."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from models.clock.legal_time import beijing_date, word_moment
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.office.periodic_summary import SummaryEdition
from services.actor import Actor, require_role
from services.lists.case_table import check_purpose
from services.office.letterhead import read_letterhead
from services.office.people_names import get_person_name
from services.ports.press import Facts, Grid, Heading, Letter, Letterhead, Part, Words
from services.unit_of_work import Unit, UnitOfWork

TITLE = "投诉定期汇总"
NOTHING = "本期没有。"
_FIRST, _OTHER = 5, 3


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table in words: of each row its label first."""

    title: str
    definition: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PrintSummary:
    """Which edition, of which period in words, its figures in words, laid out from the figures of `digest`, and what for."""

    summary_id: str
    edition: int
    period: str
    tables: tuple[SheetTable, ...]
    digest: str
    purpose: str


@dataclass(frozen=True, slots=True)
class TakeWorkbook:
    """Which edition, and what for."""

    summary_id: str
    edition: int
    purpose: str


def note_workbook(command: TakeWorkbook, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """That somebody takes the figures away; NotFound where there is no such edition, InvalidInput on `purpose`."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    purpose = check_purpose(command.purpose)
    with unit_of_work as unit:
        row = _get(command.summary_id, command.edition, unit)
        payload = {"summary": command.summary_id, "edition": command.edition, "format": "xlsx"}
        unit.trail.add(None, "summary.exported", payload | {"figures": row.digest, "purpose": purpose}, actor)


def print_summary(command: PrintSummary, unit_of_work: UnitOfWork, actor: Actor) -> bytes:
    """A PDF, the same bytes for the same edition and words; its digest and what it is for are on the trail before it leaves.

    NotFound where there is no such edition of these figures, InvalidInput on `purpose`.
    """
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    purpose = check_purpose(command.purpose)
    with unit_of_work.reading() as unit:
        row = _get(command.summary_id, command.edition, unit)
        if row.digest != command.digest:
            raise NotFound
        letter = _lay(command, row, read_letterhead(unit), get_person_name(row.released_by, unit))
    content = unit_of_work.ports.press.print(letter)
    with unit_of_work as unit:
        payload = {
            "summary": command.summary_id,
            "edition": command.edition,
            "format": "pdf",
            "figures": command.digest,
            "file": hashlib.sha256(content).hexdigest(),
            "purpose": purpose,
        }
        unit.trail.add(None, "summary.exported", payload, actor)
    return content


def _get(summary_id: str, edition: int, unit: Unit) -> SummaryEdition:
    row = unit.session.get(SummaryEdition, (summary_id, edition))
    if row is None:
        raise NotFound
    return row


def _lay(command: PrintSummary, row: SummaryEdition, letterhead: Letterhead, released_by: str) -> Letter:
    parts: list[Part] = [
        Facts(
            (
                ("期间", command.period),
                ("版次", f"第{row.no}版"),
                ("发布", f"{released_by}，{word_moment(row.released_at)}"),
                ("计算时间", word_moment(row.computed_at)),
                ("数字校验值（SHA-256）", row.digest),
            )
        )
    ]
    for table in command.tables:
        parts.append(Heading(table.title))
        widths = (_FIRST, *(_OTHER for _ in table.head[1:]))
        parts.append(Grid(table.head, table.rows, widths) if table.rows else Words(NOTHING))
        parts.append(Words(f"计算口径：{table.definition}"))
    dated = beijing_date(row.released_at)
    return Letter(letterhead, TITLE, command.summary_id, tuple(parts), dated, is_sealed=False)
