"""An examiner scores a file, line by line, without seeing what the other says; when both have, it is settled or differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.case.reviewed_file import SETTLED_PLACE, FileMark, ReviewedFile
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ground.file_review_codes import Mark, ReviewedFileState, ReviewRoundState
from models.office.file_review_round import FileReviewRound
from services.actor import SYSTEM, Actor
from services.file_review.examiners import PLACES, list_barred
from services.file_review.get_file import FileOfRound, get_file, list_differing, map_marks, work_out
from services.file_review.open_round import ROUND_MOVED
from services.unit_of_work import Unit, UnitOfWork

LONGEST_NOTE = 500
NOT_AN_EXAMINER, SCORED_ALREADY = "NOT_AN_EXAMINER", "FILE_SCORED_ALREADY"
# Of these it is said why.
_WITH_REASON = frozenset({Mark.PARTLY, Mark.NOT_MET})


@dataclass(frozen=True, slots=True)
class ScoreFile:
    """As the form has it: `mark_CODE` and `note_CODE` of each line."""

    round_id: str
    no: int
    values: Mapping[str, str]


def score_file(command: ScoreFile, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; the same again is the same.

    InvalidInput at `mark_CODE` and `note_CODE`: a reason is needed where points are lost, and where a rule says another
    thing. NotPermitted(NOT_AN_EXAMINER), also for who has had a hand in the case since; Conflict(FILE_SCORED_ALREADY).
    """
    with unit_of_work as unit:
        found = get_file((command.round_id, command.no), unit, actor, for_update=True)
        own = found.own
        if own is None or found.file.complaint_id in _barred(found, unit):
            raise NotPermitted(code=NOT_AN_EXAMINER)
        marks = _read(command.values, found)
        if own.scored_at is not None:
            if _said(map_marks(found.file.id, unit).get(own.place, {})) == marks:
                return
            raise Conflict(code=SCORED_ALREADY)
        if found.file.state is not ReviewedFileState.EXAMINING or not found.is_examined:
            raise Conflict(code=ROUND_MOVED)
        keep_marks(found.file.id, own.place, marks, unit)
        own.scored_at = unit.clock.now()
        payload = {"round": found.round.id, "no": found.file.no}
        unit.trail.add(None, "file_review.scored", payload, actor)
        if len(found.examiners) == len(PLACES) and all(row.scored_at for row in found.examiners):
            _compare(found, unit)


def keep_marks(file_id: str, place: int, marks: Mapping[str, tuple[Mark, str | None]], unit: Unit) -> None:
    """Of a place, in the caller's unit."""
    unit.session.add_all(
        FileMark(file_id=file_id, place=place, code=code, mark=mark, note=note)
        for code, (mark, note) in marks.items()
    )
    unit.session.flush()


def end_round(round_id: str, unit: Unit, actor: Actor) -> None:
    """Once each of its files is settled; in the caller's unit, which has flushed what it settled."""
    # The round before its files: of two who settle the last ones at once the second waits, and sees them all settled.
    row = unit.session.get_one(FileReviewRound, round_id, with_for_update=True)
    states = select(ReviewedFile.state).where(ReviewedFile.round_id == round_id).distinct()
    is_whole = set(unit.session.scalars(states)) == {ReviewedFileState.SETTLED}
    if is_whole and row.state is ReviewRoundState.EXAMINING:
        row.state, row.ended_at, row.ended_by = ReviewRoundState.SETTLED, unit.clock.now(), actor.name
        unit.trail.add(None, "file_review.settled", {"round": row.id}, actor)


def _barred(found: FileOfRound, unit: Unit) -> frozenset[str]:
    """Whoever has had a hand in the case since he was appointed is out."""
    return list_barred([found.file.complaint_id], [found.login], unit)[found.login]


def _read(values: Mapping[str, str], found: FileOfRound) -> dict[str, tuple[Mark, str | None]]:
    marks: dict[str, tuple[Mark, str | None]] = {}
    errors: dict[str, str] = {}
    for line in found.lines:
        told, note = values.get(f"mark_{line.code}", ""), values.get(f"note_{line.code}", "").strip()
        if told not in set(Mark):
            errors[f"mark_{line.code}"] = "REQUIRED"
            continue
        mark, by_rule = Mark(told), found.said_by_rule(line.code)
        departs = by_rule is not None and mark is not by_rule
        follows = by_rule is not None and not departs
        if not note and (departs or (mark in _WITH_REASON and not follows)):
            errors[f"note_{line.code}"] = "REASON_NEEDED"
        elif len(note) > LONGEST_NOTE:
            errors[f"note_{line.code}"] = "TOO_LONG"
        marks[line.code] = (mark, note or None)
    if errors:
        raise InvalidInput(errors)
    return marks


def _said(kept: Mapping[str, FileMark]) -> dict[str, tuple[Mark, str | None]]:
    return {code: (row.mark, row.note) for code, row in kept.items()}


def _compare(found: FileOfRound, unit: Unit) -> None:
    marks, file = map_marks(found.file.id, unit), found.file
    if list_differing(found.lines, marks):
        file.state = ReviewedFileState.DIFFERING
        return
    keep_marks(file.id, SETTLED_PLACE, {code: (row.mark, None) for code, row in marks[1].items()}, unit)
    file.state, file.settled_at, file.settled_by = ReviewedFileState.SETTLED, unit.clock.now(), SYSTEM.name
    file.hundredths = work_out(found.lines, marks[1])
    unit.session.flush()
    end_round(found.round.id, unit, SYSTEM)
