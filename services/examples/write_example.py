"""Somebody who works on cases writes an example anew, version by version, and proposes it once nothing in it is marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.case.case_example import CaseExample, ExampleSource, ExampleVersion
from models.case.citation import Citation
from models.case.complaint import Complaint
from models.ground.errors import Conflict, InvalidInput, NotFound, RuleRefused
from models.ground.example_codes import ExamplePart, ExampleState
from models.ground.ids import new_id
from models.office.legal_basis import LegalBasis
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.examples.check import check_words, list_unsettled
from services.examples.eligible import find_bar, read_codes
from services.examples.sight import (
    EXAMPLE_BARRED,
    EXAMPLE_MOVED,
    WRITERS,
    get_at_work,
    get_version,
)
from services.unit_of_work import Unit, UnitOfWork

LONGEST: Mapping[ExamplePart, int] = {part: 60 if part is ExamplePart.TITLE else 800 for part in ExamplePart}
LONGEST_WHY = 200
# Where the page tells of what is still marked.
MARKED = "marked"


@dataclass(frozen=True, slots=True)
class WriteExample:
    """As the form has it: words by ExamplePart, why marked places may stand by the key of the mark, `seen` the version before."""

    example_id: str
    seen: str
    parts: Mapping[str, str]
    confirmed: Mapping[str, str]
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """What a version says, and why marked places may stand."""

    parts: dict[str, str]
    confirmed: dict[str, str]


def open_example(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The example of this case, opened where there is none: a draft that has the names of the cited bases and no words.

    NotFound for whom the case is not, NotPermitted for who writes none, RuleRefused(EXAMPLE_BARRED) for a case that may be none.
    """
    with unit_of_work as unit:
        case = unit.session.get(Complaint, complaint_id, with_for_update=True)
        # Who has no part in a case is told nothing of it, not even that others write of it.
        if case is None or not may_read_case(case, unit, actor):
            raise NotFound
        login = require_role(actor, *WRITERS)
        known = select(ExampleSource.example_id).where(ExampleSource.complaint_id == complaint_id)
        if (example_id := unit.session.scalar(known)) is not None:
            return example_id
        codes = read_codes(case, unit)
        if codes is None or find_bar(case, unit) is not None:
            raise RuleRefused(EXAMPLE_BARRED)
        row = CaseExample(id=new_id(), state=ExampleState.DRAFT, version_no=1, outcome=codes.outcome)
        row.item, row.category, row.cause = codes.item, codes.category, codes.cause
        row.opened_by, row.opened_at = login, unit.clock.now()
        unit.session.add(row)
        unit.session.flush()
        parts = {part.value: "" for part in ExamplePart}
        parts[ExamplePart.LAW] = _word_bases(complaint_id, unit)[: LONGEST[ExamplePart.LAW]]
        _add_version(row, _Words(parts, {}), login, unit)
        unit.session.add(ExampleSource(complaint_id=complaint_id, example_id=row.id))
        unit.trail.add(None, "example.opened", {"example": row.id}, actor)
        return row.id


def write_example(command: WriteExample, unit_of_work: UnitOfWork, actor: Actor) -> int:
    """The number of the version of a draft, a new one where something changed; a released one begins to be corrected.

    InvalidInput by part, and on `marked` where it is proposed and something in it may tell of somebody. Conflict(EXAMPLE_MOVED)
    where somebody else wrote or it waits for a second person. As `get_at_work`.
    """
    login = require_role(actor, *WRITERS)
    parts = {part.value: command.parts.get(part, "").replace("\r\n", "\n").strip() for part in ExamplePart}
    _check_parts(parts, is_whole=command.is_proposed)
    with unit_of_work.reading() as unit:
        case = get_at_work(command.example_id, unit, actor).complaint
        marks = check_words(parts, case, unit, is_for_decision=False)
    told = {key: why.strip()[:LONGEST_WHY] for key, why in command.confirmed.items() if why.strip()}
    confirmed = {mark.key: told[mark.key] for mark in marks if mark.may_be_confirmed and mark.key in told}
    with unit_of_work as unit:
        row = get_at_work(command.example_id, unit, actor, for_update=True).row
        last = get_version(row, row.version_no, unit)
        is_same = (last.parts, last.confirmed) == (parts, confirmed)
        if is_same and command.is_proposed and row.state is ExampleState.PROPOSED:
            return row.version_no
        if row.state not in (ExampleState.DRAFT, ExampleState.RELEASED) or command.seen != str(
            row.version_no
        ):
            raise Conflict(code=EXAMPLE_MOVED)
        if is_same and row.state is ExampleState.RELEASED:
            raise InvalidInput({ExamplePart.TITLE: "SAME_AS_BEFORE"})
        if not is_same:
            row.version_no += 1
            _add_version(row, _Words(parts, confirmed), login, unit)
            row.state = ExampleState.DRAFT
            unit.trail.add(None, "example.written", {"example": row.id, "version": row.version_no}, actor)
        if command.is_proposed and row.state is ExampleState.DRAFT and not list_unsettled(marks, confirmed):
            row.state, row.proposed_by = ExampleState.PROPOSED, login
            row.returned_words = row.returned_by = None
            unit.trail.add(None, "example.proposed", {"example": row.id, "version": row.version_no}, actor)
        no = row.version_no
    if command.is_proposed and list_unsettled(marks, confirmed):
        # The words are kept: what is marked is shown beside them.
        raise InvalidInput({MARKED: "STILL_MARKED"})
    return no


def _check_parts(parts: Mapping[str, str], *, is_whole: bool) -> None:
    faults = {}
    for part in ExamplePart:
        words = parts[part]
        if len(words) > LONGEST[part]:
            faults[part.value] = "TOO_LONG"
        elif any(ord(char) < ord(" ") and char not in "\n\t" for char in words):
            faults[part.value] = "NOT_TEXT"
        elif is_whole and not words:
            faults[part.value] = "REQUIRED"
    if faults:
        raise InvalidInput(faults)


def _add_version(row: CaseExample, words: _Words, login: str, unit: Unit) -> None:
    version = ExampleVersion(example_id=row.id, no=row.version_no, parts=words.parts)
    version.confirmed, version.by, version.at = words.confirmed, login, unit.clock.now()
    unit.session.add(version)


def _word_bases(complaint_id: str, unit: Unit) -> str:
    """The titles of the law that the decisions of the case rest on, a line each."""
    rows = unit.session.scalars(
        select(LegalBasis)
        .join(Citation, Citation.legal_basis_id == LegalBasis.id)
        .where(Citation.complaint_id == complaint_id)
        .order_by(LegalBasis.id)
    )
    return "\n".join(dict.fromkeys(f"《{row.name}》{row.article}" for row in rows))
