"""Takes matters out of an open file into one of their own (分立, 一事一卷): own number, code and limits, the same person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.file_split import FileSplit
from models.case.matter import Matter
from models.case.statement_split import UNSPOKEN_CLAIM, ProposedClaim, ProposedMatter, ProposedSplit
from models.clock.legal_time import at_time, beijing_date
from models.ground.codes import MatterDecision
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.matter_codes import MatterKind
from services.actor import Actor
from services.casefile.get_case import list_claims, list_matters
from services.casefile.open_parts import list_held_parts
from services.casefile.open_windows import list_open_windows
from services.filing.carry_bars import carry_bars
from services.filing.carry_membership import carry_membership
from services.filing.carry_respondents import carry_respondents
from services.filing.new_case import open_case
from services.filing.same_person import case_of_same_person
from services.filing.taken_apart import TakenApart
from services.suggestions.asked_again import ask_tables_again
from services.unit_of_work import Unit

_START_OF_DAY = "00:00"


@dataclass(frozen=True, slots=True)
class SplitFile:
    """The numbers of the matters that go, or what is told in words; since when, and from when the limits count."""

    matter_nos: tuple[int, ...]
    told: str
    first_told_on: date
    is_counted_from_first_day: bool
    reason: str


def list_movable(complaint: Complaint, unit: Unit) -> list[Matter]:
    """The matters that may go: not found upon, and not decided otherwise than to be handled here."""
    return [
        matter
        for matter in list_matters(complaint.id, unit)
        if matter.finding is None and matter.decision in (None, MatterDecision.ACCEPT)
    ]


def split_file(command: SplitFile, first: Complaint, unit: Unit, actor: Actor) -> Complaint:
    """Open the new file at its beginning and link both; what goes leaves the first one with the claims that are its alone.

    InvalidInput on `moved_matters` for none at all, one that may not go, or all of them; on `first_told_on` for a day to come.
    """
    moved = _check(command, first, unit)
    split = _split_of(command, moved, first, unit)
    case = case_of_same_person(first, split, unit)
    if command.is_counted_from_first_day:
        case = replace(case, counts_from=at_time(command.first_told_on, _START_OF_DAY))
    filed = open_case(case, unit, actor)
    new = unit.session.get_one(Complaint, filed.complaint_id)
    numbers = {matter.no: no for no, matter in enumerate(moved, start=1)}
    _take_over(moved, new, unit)
    claims = {claim.no: no for no, claim in enumerate(_list_own_claims(moved, first, unit), start=1)}
    apart = TakenApart(first, new, numbers, claims, command.reason)
    carry_respondents(apart, unit, actor)
    carry_bars(apart, unit, actor)
    _take_out(moved, first, unit)
    carry_membership(apart, unit, actor)
    row = FileSplit(
        complaint_id=new.id,
        first_id=first.id,
        matter_nos=sorted(numbers),
        first_told_on=command.first_told_on,
        is_counted_from_first_day=command.is_counted_from_first_day,
        reason=command.reason,
        by=actor.name,
        at=unit.clock.now(),
    )
    unit.session.add(row)
    told = {
        "matters": row.matter_nos,
        "first_told_on": row.first_told_on.isoformat(),
        "is_counted_from_first_day": row.is_counted_from_first_day,
    }
    unit.trail.add(first.id, "file.split", {"into": new.number, **told}, actor)
    unit.trail.add(new.id, "file.taken_out", {"from": first.number, **told}, actor)
    unit.session.flush()
    return new


def _check(command: SplitFile, first: Complaint, unit: Unit) -> list[Matter]:
    if command.first_told_on > beijing_date(unit.clock.now()):
        raise InvalidInput({"first_told_on": "IN_THE_FUTURE"})
    movable = {matter.no: matter for matter in list_movable(first, unit)}
    if not set(command.matter_nos) <= movable.keys():
        raise InvalidInput({"moved_matters": "NOT_AN_OPTION"})
    if not command.matter_nos and not command.told:
        raise InvalidInput({"moved_matters": "NOTHING_TO_SPLIT"})
    if len(set(command.matter_nos)) == len(list_matters(first.id, unit)):
        raise InvalidInput({"moved_matters": "ONE_MUST_STAY"})
    return [movable[no] for no in sorted(set(command.matter_nos))]


def _split_of(command: SplitFile, moved: Sequence[Matter], first: Complaint, unit: Unit) -> ProposedSplit:
    """What is in the new file: its matters, and the claims that arise from them alone."""
    matters = [ProposedMatter(no, matter.text, matter.kind) for no, matter in enumerate(moved, start=1)]
    if command.told:
        matters.append(ProposedMatter(len(matters) + 1, command.told, MatterKind.COMPLAINT))
    new_numbers = {matter.no: no for no, matter in enumerate(moved, start=1)}
    claims = [
        ProposedClaim(no, claim.text, tuple(new_numbers[old] for old in claim.matter_nos))
        for no, claim in enumerate(_list_own_claims(moved, first, unit), start=1)
    ]
    if not claims and any(matter.kind is MatterKind.COMPLAINT for matter in matters):
        claims = [ProposedClaim(1, UNSPOKEN_CLAIM, tuple(matter.no for matter in matters))]
    return ProposedSplit(tuple(matters), tuple(claims))


def _list_own_claims(moved: Sequence[Matter], first: Complaint, unit: Unit) -> list[Claim]:
    numbers = {matter.no for matter in moved}
    return [
        claim
        for claim in list_claims(first.id, unit)
        if claim.matter_nos and set(claim.matter_nos) <= numbers
    ]


def _take_over(moved: Sequence[Matter], new: Complaint, unit: Unit) -> None:
    """What was worded and told of a matter goes with it; whether it is accepted is decided anew."""
    for matter, mine in zip(moved, list_matters(new.id, unit), strict=False):
        mine.is_reworded, mine.category = matter.is_reworded, matter.category
        mine.occurred, mine.place = matter.occurred, matter.place


def _take_out(moved: Sequence[Matter], first: Complaint, unit: Unit) -> None:
    """Take them out of the first file, whose other numbers stay as they are."""
    numbers = {matter.no for matter in moved}
    for claim in _list_own_claims(moved, first, unit):
        unit.session.delete(claim)
    for window in (*list_open_windows(first, unit), *list_held_parts(first, unit)):
        if window.matter_nos is not None and set(window.matter_nos) - numbers:
            window.matter_nos = [no for no in window.matter_nos if no not in numbers]
    for matter in moved:
        unit.session.delete(matter)
    unit.session.flush()
    claims = list_claims(first.id, unit)
    for claim in claims:
        if numbers & set(claim.matter_nos):
            claim.matter_nos = [no for no in claim.matter_nos if no not in numbers]
    left = [row.no for row in list_matters(first.id, unit) if row.kind is MatterKind.COMPLAINT]
    if left and not claims:
        unit.session.add(
            Claim(id=new_id(), complaint_id=first.id, no=1, text=UNSPOKEN_CLAIM, matter_nos=left)
        )
    unit.session.flush()
    ask_tables_again(first, unit)
