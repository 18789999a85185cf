"""Yearly reports: one person words and proposes one, a second publishes it; then everybody reads it and it never changes.

What must not stay in public is taken down whole (services/openness/take_down_report.py) and worded anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.openness_codes import ReportDecision, ReportState
from models.ground.summary_codes import PeriodKind
from models.office.annual_report import AnnualReport
from models.office.public_period import PublicPeriod
from services.actor import Actor, require_role
from services.forms.decision_form import DecisionForm
from services.identity.published_words import find_words_fault
from services.office.letterhead import read_letterhead
from services.office.people_names import map_people_names
from services.ports.press import Grid, Heading, Letter, Letterhead, Part, Words
from services.summaries.figures import digest_of
from services.unit_of_work import UnitOfWork

TITLE = "投诉处置年度报告"
LONGEST_FOREWORD, LONGEST_REASON = 5_000, 500
_FORM = DecisionForm(ReportDecision, ReportDecision.RETURN, "words", LONGEST_REASON)
REPORT_MOVED = "REPORT_MOVED"
OWN_REPORT = "OWN_REPORT"
_MOST_YEARS = 50
_FIRST, _OTHER = 5, 3


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table in words; of each row its label first. `note` says how it is counted."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ProposeReport:
    """The words of whoever proposes it, the tables as they stand now, and which state of the report was shown (`seen`)."""

    year: int
    foreword: str
    tables: Sequence[ReportTable]
    seen: str


@dataclass(frozen=True, slots=True)
class DecideReport:
    """`seen` is the digest of what was shown."""

    year: int
    decision: str
    words: str
    seen: str


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """As those who supervise find them: the reports by year, years that have none yet, people by login."""

    reports: Mapping[int, AnnualReport]
    years: tuple[int, ...]
    names: Mapping[str, str]


def list_public_reports(unit_of_work: UnitOfWork) -> tuple[AnnualReport, ...]:
    """For everybody, the newest first; of those that were taken down only that they were."""
    query = select(AnnualReport).where(AnnualReport.digest.is_not(None))
    with unit_of_work.reading() as unit:
        found = unit.session.scalars(query.order_by(AnnualReport.year.desc()).limit(_MOST_YEARS)).all()
        unit.session.expunge_all()
    return tuple(found)


def get_public_report(year: int, unit_of_work: UnitOfWork) -> AnnualReport:
    """One, for everybody, or that it was taken down; NotFound."""
    with unit_of_work.reading() as unit:
        row = unit.session.get(AnnualReport, year)
        if row is None or row.digest is None:
            raise NotFound
        unit.session.expunge_all()
    return row


def get_report_document(year: int, unit_of_work: UnitOfWork) -> bytes:
    """The PDF of a published one; NotFound."""
    with unit_of_work.reading() as unit:
        query = select(AnnualReport.document).where(
            AnnualReport.year == year, AnnualReport.state == ReportState.PUBLISHED
        )
        document = unit.session.scalar(query)
    if document is None:
        raise NotFound
    return document


def read_report_desk(unit_of_work: UnitOfWork, actor: Actor) -> ReportDesk:
    """For supervisors and the director, NotPermitted for others."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    years = select(PublicPeriod.begins_on).where(PublicPeriod.kind == PeriodKind.YEAR)
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(
            select(AnnualReport).order_by(AnnualReport.year.desc()).limit(_MOST_YEARS)
        )
        reports = {row.year: row for row in rows}
        known = {
            day.year
            for day in unit.session.scalars(years.order_by(PublicPeriod.begins_on.desc()).limit(_MOST_YEARS))
        }
        logins = {login for row in reports.values() for login in (row.proposed_by, row.decided_by) if login}
        names = map_people_names(unit, logins=logins)
        unit.session.expunge_all()
    return ReportDesk(reports, tuple(sorted(known, reverse=True)), names)


def digest_report(row: AnnualReport) -> str:
    """Of what it says: whoever publishes answers for this."""
    return digest_of({"foreword": row.foreword, "content": row.content})


def propose_report(command: ProposeReport, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Word it, or word it anew while nobody has published it.

    InvalidInput on `foreword`, also where it names who complained or tells of a small group; Conflict(REPORT_MOVED) where
    it is published, or a colleague worded it meanwhile.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    foreword = command.foreword.strip()
    if not foreword:
        raise InvalidInput({"foreword": "REQUIRED"})
    if len(foreword) > LONGEST_FOREWORD:
        raise InvalidInput({"foreword": "TOO_LONG"})
    with unit_of_work.reading() as unit:
        if fault := find_words_fault(foreword, unit):
            raise InvalidInput({"foreword": fault})
    content = [
        [table.title, table.note, list(table.head), list(map(list, table.rows))] for table in command.tables
    ]
    with unit_of_work as unit:
        row = unit.session.get(AnnualReport, command.year, with_for_update=True)
        if (digest_report(row) if row else "") != command.seen:
            raise Conflict(code=REPORT_MOVED)
        if row is None:
            row = AnnualReport(year=command.year, worded_by=[])
            unit.session.add(row)
        elif row.state is ReportState.PUBLISHED:
            raise Conflict(code=REPORT_MOVED)
        if row.digest is None or row.state is ReportState.RETURNED:
            # Else it says why nobody may read it any more: a second person asks that before he publishes it again.
            row.returned_words = None
        row.decided_by = row.decided_at = None
        row.state, row.foreword, row.content = ReportState.PROPOSED, foreword, content
        row.worded_by = sorted({*row.worded_by, login})
        row.proposed_by, row.proposed_at = login, unit.clock.now()
        unit.trail.add(
            None, "annual_report.proposed", {"year": command.year, "digest": digest_report(row)}, actor
        )


def decide_report(command: DecideReport, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Publish it or send it back, by another person than those who worded it.

    InvalidInput on `decision` or `words`, there also where the foreword names who complained by now; NotFound,
    NotPermitted(OWN_REPORT), Conflict(REPORT_MOVED) where something else waits.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    decision, words = _FORM.read(command.decision, command.words)
    with unit_of_work.reading() as unit:
        shown, letterhead = (
            _get_waiting(command, login, unit.session.get(AnnualReport, command.year)),
            read_letterhead(unit),
        )
        printed = _lay(shown, letterhead, beijing_date(unit.clock.now()))
        is_published = decision is ReportDecision.PUBLISH
        # Whoever complained after it was worded is named in it all the same.
        if is_published and (fault := find_words_fault(shown.foreword, unit)):
            raise InvalidInput({"words": fault})
    document = unit_of_work.ports.press.print(printed) if is_published else None
    with unit_of_work as unit:
        row = _get_waiting(command, login, unit.session.get(AnnualReport, command.year, with_for_update=True))
        row.decided_by, row.decided_at = login, unit.clock.now()
        payload: dict[str, object] = {"year": row.year}
        if document is not None:
            row.state, row.document, row.digest = (
                ReportState.PUBLISHED,
                document,
                hashlib.sha256(document).hexdigest(),
            )
            payload["file"] = row.digest
            row.returned_words = None
        else:
            row.state, row.returned_words, row.worded_by = ReportState.RETURNED, words, []
        unit.trail.add(None, f"annual_report.{row.state.value}", payload, actor)


def _get_waiting(command: DecideReport, login: str, row: AnnualReport | None) -> AnnualReport:
    if row is None:
        raise NotFound
    if row.state is not ReportState.PROPOSED or digest_report(row) != command.seen:
        raise Conflict(code=REPORT_MOVED)
    if login in row.worded_by:
        raise NotPermitted(code=OWN_REPORT)
    return row


def _lay(row: AnnualReport, letterhead: Letterhead, dated: date) -> Letter:
    parts: list[Part] = [Words(line) for line in row.foreword.splitlines() if line.strip()]
    for title, note, head, rows in row.content:
        parts.append(Heading(title))
        widths = (_FIRST, *(_OTHER for _ in head[1:]))
        parts.append(Grid(tuple(head), tuple(map(tuple, rows)), widths) if rows else Words("没有。"))
        if note:
            parts.append(Words(note))
    return Letter(letterhead, f"{row.year}年{TITLE}", f"{row.year}", tuple(parts), dated, is_sealed=False)
