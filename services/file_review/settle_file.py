"""Where two examiners differ, a third says what holds, line by line with a reason: the leader of the round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.case.reviewed_file import SETTLED_PLACE
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ground.file_review_codes import Mark, ReviewedFileState
from services.actor import Actor, require_role
from services.file_review.examiners import list_barred, list_candidates
from services.file_review.get_file import FileOfRound, get_file, list_differing, map_marks, work_out
from services.file_review.open_round import ROUND_MOVED
from services.file_review.score_file import LONGEST_NOTE, end_round, keep_marks
from services.unit_of_work import Unit, UnitOfWork

NOT_THE_THIRD, LEADER_SETTLES = "NOT_THE_THIRD", "LEADER_SETTLES"


@dataclass(frozen=True, slots=True)
class SettleFile:
    """As the form has it: `settled_CODE` and `reason_CODE` of each line in which they differ."""

    round_id: str
    no: int
    values: Mapping[str, str]


def settle_file(command: SettleFile, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; InvalidInput at the fields, NotPermitted and Conflict as `find_settling_bar` and the state say."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        found = get_file((command.round_id, command.no), unit, actor, for_update=True)
        if bar := find_settling_bar(found, unit):
            raise NotPermitted(code=bar)
        marks, file = map_marks(found.file.id, unit), found.file
        differing = list_differing(found.lines, marks)
        said = _read(command.values, differing)
        if file.state is ReviewedFileState.SETTLED and file.settled_by == login:
            kept = marks[SETTLED_PLACE]
            if said == {code: (kept[code].mark, kept[code].note) for code in differing}:
                return
        if file.state is not ReviewedFileState.DIFFERING or not found.is_examined:
            raise Conflict(code=ROUND_MOVED)
        agreed = {code: (row.mark, None) for code, row in marks[1].items() if code not in said}
        keep_marks(file.id, SETTLED_PLACE, {**agreed, **said}, unit)
        file.state, file.settled_at, file.settled_by = ReviewedFileState.SETTLED, unit.clock.now(), login
        file.hundredths = work_out(found.lines, map_marks(file.id, unit)[SETTLED_PLACE])
        payload = {"round": found.round.id, "no": file.no, "lines": sorted(said)}
        unit.trail.add(None, "file_review.differences_settled", payload, actor)
        unit.session.flush()
        end_round(found.round.id, unit, actor)


def find_settling_bar(found: FileOfRound, unit: Unit) -> str | None:
    """NOT_THE_THIRD for an examiner of it and for who may not examine it; LEADER_SETTLES for another while its leader may."""
    leader, case = str(found.round.led_by), found.file.complaint_id
    barred = list_barred([case], {leader, found.login}, unit)
    people = {row.login for row in found.examiners}
    if found.login in people or case in barred[found.login]:
        return "NOT_THE_THIRD"
    is_there = any(row.login == leader for row in list_candidates(unit))
    leads = is_there and leader not in people and case not in barred[leader]
    return "LEADER_SETTLES" if leads and found.login != leader else None


def _read(values: Mapping[str, str], differing: list[str]) -> dict[str, tuple[Mark, str | None]]:
    said: dict[str, tuple[Mark, str | None]] = {}
    errors: dict[str, str] = {}
    for code in differing:
        told, reason = values.get(f"settled_{code}", ""), values.get(f"reason_{code}", "").strip()
        if told not in set(Mark):
            errors[f"settled_{code}"] = "REQUIRED"
        if not reason or len(reason) > LONGEST_NOTE:
            errors[f"reason_{code}"] = "TOO_LONG" if reason else "REQUIRED"
        if told in set(Mark):
            said[code] = (Mark(told), reason)
    if errors:
        raise InvalidInput(errors)
    return said
