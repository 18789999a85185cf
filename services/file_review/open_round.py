"""A supervisor opens a round of the review of closed files: drawn, judged by rule, and given to two examiners each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.case.reviewed_file import FileExaminer, ReviewedFile
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput
from models.ground.file_review_codes import ReviewedFileState, ReviewRoundState, Stratum
from models.ground.ids import new_id
from models.ground.lock_or_insert import lock_or_insert
from models.office.file_review_round import FileReviewRound
from services.actor import Actor, require_role
from services.file_review.draw import Sample, draw_sample, list_population
from services.file_review.examiners import PLACES, appoint, list_barred, list_candidates
from services.file_review.facts import read_facts
from services.file_review.judge_file import judge_file
from services.file_review.sheet import Sheet, find_sheet, lines_to_json
from services.forms.typed import read_day, read_number
from services.unit_of_work import Unit, UnitOfWork

MOST_FILES, MOST_DAYS, MOST_EXAMINERS = 200, 400, 20
ROUND_MOVED = "FILE_REVIEW_MOVED"
_ID = re.compile(r"\A[0-9a-f]{32}\Z")
_SEED = re.compile(r"\A[0-9A-Za-z-]{1,32}\Z")


@dataclass(frozen=True, slots=True)
class OpenRound:
    """As the form has it; `round_id` was made with the empty form, or is that of a proposed round."""

    round_id: str
    begins_on: str
    ends_on: str
    size: str
    seed: str
    strata: Sequence[str]
    examiners: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Asked:
    begins_on: date
    ends_on: date
    size: int
    strata: Sequence[Stratum]
    pool: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Read without a lock: nothing of a closed file changes by being drawn."""

    asked: _Asked
    sheet: Sheet
    sample: Sample
    standings: Mapping[str, Mapping[str, str]]
    examiners: Mapping[str, Sequence[str]]


def open_round(command: OpenRound, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the round; sent again it is the same.

    InvalidInput by field, on `begins_on` where no file was closed on these days; Conflict(FILE_REVIEW_MOVED) where a
    proposed one was opened or dropped meanwhile.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        known = unit.session.get(FileReviewRound, command.round_id[: len(new_id())])
        if known is not None and (known.led_by, known.seed) == (login, command.seed):
            return known.id
        drawn = _draw(_read(command, unit), command.seed, unit)
    with unit_of_work as unit:
        # Of two sendings at once the second waits for the first.
        row = lock_or_insert(
            unit.session, FileReviewRound, command.round_id, **_first(command, drawn.asked, unit)
        )
        if (row.led_by, row.seed) == (login, command.seed):
            return row.id
        if row.state is not ReviewRoundState.PROPOSED:
            raise Conflict(code=ROUND_MOVED)
        _enter(row, drawn, unit)
        row.led_by, row.seed = login, command.seed
        payload = {"round": row.id, "files": len(drawn.sample.drawn), "digest": drawn.sample.digest}
        unit.trail.add(None, "file_review.opened", payload, actor)
        return row.id


def _read(command: OpenRound, unit: Unit) -> _Asked:
    begins_on, ends_on = read_day(command.begins_on), read_day(command.ends_on)
    size, today = read_number(command.size, 1, MOST_FILES), beijing_date(unit.clock.now())
    errors = {
        name: "NOT_A_DATE" if told.strip() else "REQUIRED"
        for name, told, day in (
            ("begins_on", command.begins_on, begins_on),
            ("ends_on", command.ends_on, ends_on),
        )
        if day is None
    }
    if begins_on is not None and ends_on is not None:
        if ends_on < begins_on or ends_on - begins_on > timedelta(days=MOST_DAYS):
            errors["ends_on"] = "NOT_A_YEAR_OF_DAYS"
        elif ends_on >= today:
            errors["ends_on"] = "NOT_OVER"
    if size is None:
        errors["size"] = "NOT_1_TO_200"
    if not _SEED.match(command.seed):
        errors["seed"] = "PATTERN" if command.seed else "REQUIRED"
    if not _ID.match(command.round_id):
        errors["seed"] = "SENT_BEFORE"
    strata = [one for one in Stratum if one.value in command.strata]
    known = {row.login for row in list_candidates(unit)}
    pool = sorted(set(command.examiners) & known)
    if not len(PLACES) <= len(pool) <= MOST_EXAMINERS:
        errors["examiners"] = "TWO_TO_TWENTY"
    if errors or begins_on is None or ends_on is None or size is None:
        raise InvalidInput(errors)
    return _Asked(begins_on, ends_on, size, strata, pool)


def _draw(asked: _Asked, seed: str, unit: Unit) -> _Drawn:
    population = list_population(asked.begins_on, asked.ends_on, asked.strata, unit)
    if not population:
        raise InvalidInput({"begins_on": "NOTHING_CLOSED"})
    sample, sheet = draw_sample(population, asked.size, seed), find_sheet(unit)
    cases = [case for case, _ in sample.drawn]
    facts, barred = read_facts(cases, unit), list_barred(cases, asked.pool, unit)
    standings = {
        case: {code: one.value for code, one in judge_file(sheet.lines, facts[case]).standings.items()}
        for case in cases
    }
    return _Drawn(asked, sheet, sample, standings, appoint(cases, asked.pool, barred))


def _first(command: OpenRound, asked: _Asked, unit: Unit) -> dict[str, object]:
    first = {"id": command.round_id, "state": ReviewRoundState.PROPOSED, "made_at": unit.clock.now()}
    return {**first, "begins_on": asked.begins_on, "ends_on": asked.ends_on, "strata": []}


def _enter(row: FileReviewRound, drawn: _Drawn, unit: Unit) -> None:
    asked, now = drawn.asked, unit.clock.now()
    row.state, row.begins_on, row.ends_on = ReviewRoundState.EXAMINING, asked.begins_on, asked.ends_on
    row.size, row.strata, row.opened_at = asked.size, [one.value for one in asked.strata], now
    row.sheet_no, row.lines = drawn.sheet.no, lines_to_json(drawn.sheet.lines)
    row.population, row.digest = drawn.sample.population, drawn.sample.digest
    row.counts = [[list(key), files, number] for key, (files, number) in drawn.sample.counts.items()]
    unit.session.flush()
    for no, (case, key) in enumerate(drawn.sample.drawn, start=1):
        file = ReviewedFile(id=new_id(), round_id=row.id, no=no, complaint_id=case, stratum=list(key))
        file.standings, file.state = dict(drawn.standings[case]), ReviewedFileState.EXAMINING
        unit.session.add(file)
        unit.session.flush()
        unit.session.add_all(
            FileExaminer(file_id=file.id, place=place, login=login, appointed_at=now)
            for place, login in zip(PLACES, drawn.examiners[case], strict=False)
        )
