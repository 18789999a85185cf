"""A body takes the figures of its mandate away, for a purpose that is on record before the first byte."""

from __future__ import annotations

from dataclasses import dataclass

from models.clock.legal_time import beijing_date, word_day, word_moment
from models.ground.oversight_codes import OversightPage
from services.actor import Actor
from services.lists.case_table import check_purpose
from services.office.letterhead import read_letterhead
from services.oversight.note_look import Look
from services.oversight.read_figures import OversightFigures, read_oversight_figures
from services.ports.press import Facts, Grid, Heading, Letter, Part, Words
from services.unit_of_work import UnitOfWork

TITLE = "投诉处理情况监督报告"
_FIRST, _OTHER = 5, 2


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table in words; of each row its label first. `empty` is said where it has none."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "本期没有。"


@dataclass(frozen=True, slots=True)
class TakeReport:
    """Of which mandate, on paper or as a table, and what for."""

    mandate_id: str
    is_table: bool
    purpose: str


def take_report(command: TakeReport, unit_of_work: UnitOfWork, actor: Actor) -> OversightFigures:
    """The figures once the taking is on record; InvalidInput on `purpose`, else as `read_oversight_figures`."""
    page = OversightPage.TABLE if command.is_table else OversightPage.REPORT
    look = Look(page, purpose=check_purpose(command.purpose))
    return read_oversight_figures(command.mandate_id, look, unit_of_work, actor)


def print_report(
    figures: OversightFigures,
    tables: tuple[ReportTable, ...],
    notes: tuple[str, ...],
    unit_of_work: UnitOfWork,
) -> bytes:
    """A PDF of what was taken."""
    mandate = figures.mandate
    with unit_of_work.reading() as unit:
        letterhead, dated = read_letterhead(unit), beijing_date(unit.clock.now())
    parts: list[Part] = [
        Facts(
            (
                ("监督机关", mandate.body),
                ("文号", mandate.paper_no),
                ("收件期间", f"{word_day(mandate.received_from)}至{word_day(mandate.received_until)}"),
                ("数据截至", word_moment(figures.read_at)),
            )
        )
    ]
    for table in tables:
        parts.append(Heading(table.title))
        widths = (_FIRST, *(_OTHER for _ in table.head[1:]))
        parts.append(Grid(table.head, table.rows, widths) if table.rows else Words(table.empty))
    parts.extend(Words(note) for note in notes)
    letter = Letter(letterhead, TITLE, f"JD-{mandate.no:04d}", tuple(parts), dated, is_sealed=False)
    return unit_of_work.ports.press.print(letter)
