"""The mass complaint whose letters are written in a batch: who may, and which letters its files may have now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import load_only

from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.letter import CaseLetter
from models.ground.errors import NotFound
from services.access.case_writers import require_may_write
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.casefile.find_group import find_led_group
from services.letters.approval_policy import list_kinds_to_approve
from services.letters.kinds import KINDS
from services.letters.letter_kind import LetterKind
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One letter that may be written."""

    complaint_id: str
    number: str
    subject: str


@dataclass(frozen=True, slots=True)
class KindOfBatch:
    """What a batch of this kind would write now, by number; `withheld` are of files that are not this person's to read.

    `standing` counts those that are frozen already. What needs approval is submitted letter by letter.
    """

    kind: LetterKind
    to_write: tuple[BatchLine, ...]
    withheld: tuple[BatchLine, ...]
    standing: int
    needs_approval: bool

    @property
    def may_be_ordered(self) -> bool:
        """Whether a batch would write any of them."""
        return bool(self.to_write) and not self.needs_approval


@dataclass(frozen=True, slots=True)
class LedGroup:
    """A mass complaint and the file that leads it."""

    leading: Complaint
    group: ComplaintGroup


def require_led_group(leading_id: str, unit: Unit, actor: Actor) -> LedGroup:
    """For who may write the letters of the leading file; NotFound for a file that leads none or is not his, NotPermitted."""
    leading = unit.session.get(Complaint, leading_id)
    if leading is None:
        raise NotFound
    require_may_write(leading, unit, actor)
    group = find_led_group(leading_id, unit)
    if group is None:
        raise NotFound
    return LedGroup(leading, group)


def list_kinds_of_batch(led: LedGroup, unit: Unit, actor: Actor) -> tuple[KindOfBatch, ...]:
    """The kinds of which at least one is to be written; as many queries for a thousand files as for one."""
    files = _list_files(led.leading.id, unit)
    numbers = {file.id: file.number for file in files}
    readable = list_readable_cases(files, unit, actor)
    kinds = [kind for kind in KINDS.values() if kind.find_in_many is not None]
    frozen = _list_frozen(list(numbers), kinds, unit)
    approved = list_kinds_to_approve(unit)
    found = []
    for kind in kinds:
        subjects = kind.find_in_many(numbers, unit) if kind.find_in_many is not None else ()
        lines = [BatchLine(case, numbers[case], subject) for case, subject in subjects]
        is_open = [line for line in lines if (kind.name, line.complaint_id, line.subject) not in frozen]
        is_open.sort(key=lambda line: line.number)
        if is_open:
            to_write = tuple(line for line in is_open if line.complaint_id in readable)
            withheld = tuple(line for line in is_open if line.complaint_id not in readable)
            standing = len(lines) - len(is_open)
            found.append(KindOfBatch(kind, to_write, withheld, standing, kind.name in approved))
    return tuple(found)


def _list_files(leading_id: str, unit: Unit) -> Sequence[Complaint]:
    """The leading file and those that are handled with it, without the words that are sealed."""
    members = select(GroupMember.complaint_id).where(
        GroupMember.leading_id == leading_id, GroupMember.left_at.is_(None)
    )
    files = select(Complaint).where(or_(Complaint.id == leading_id, Complaint.id.in_(members)))
    told = load_only(Complaint.number, Complaint.handler_id)
    return unit.session.scalars(files.options(told).order_by(Complaint.number)).all()


def _list_frozen(
    complaint_ids: Sequence[str], kinds: Sequence[LetterKind], unit: Unit
) -> frozenset[tuple[str, str, str]]:
    rows = select(CaseLetter.kind, CaseLetter.complaint_id, CaseLetter.subject).where(
        CaseLetter.complaint_id.in_(complaint_ids),
        CaseLetter.kind.in_([kind.name for kind in kinds]),
        CaseLetter.frozen_at.is_not(None),
    )
    return frozenset((kind, case, subject) for kind, case, subject in unit.session.execute(rows))
