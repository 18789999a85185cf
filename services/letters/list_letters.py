"""The letters of a case: those that may be frozen now, and those that are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.ground.letter_codes import LetterReaders
from services.letters.group_notice import GROUP_NOTICE
from services.letters.kinds import KINDS
from services.letters.letter_kind import LetterKind
from services.letters.letter_rows import list_letter_rows
from services.letters.sent_letters import goes_by_itself
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class ProposedLetter:
    """One that may be frozen. `no` counts those of its kind, 1 for the first; `about` names the letter that a slip goes with.

    `row` is there once somebody changed its words or submitted it for approval.
    """

    kind: LetterKind
    subject: str
    no: int
    about: str
    row: CaseLetter | None

    @property
    def is_record(self) -> bool:
        """Whether it is for signature, and read by who sees what it tells."""
        return self.kind.readers is LetterReaders.RECORD


@dataclass(frozen=True, slots=True)
class FrozenLetter:
    """One that stands; `sha256` is None until its page was laid out. Approved ones were frozen by who approved them."""

    id: str
    kind: str
    subject: str
    is_record: bool
    title: str
    number: str
    dated: date
    frozen_by: str
    frozen_at: datetime
    is_approved: bool
    submitted_by: str | None
    sha256: str | None
    goes_by_itself: bool


def list_proposed(complaint: Complaint, unit: Unit) -> tuple[ProposedLetter, ...]:
    """In the order of the kinds."""
    known = list_letter_rows(complaint.id, unit)
    rows = {(row.kind, row.subject): row for row in known}
    frozen = {row.id: row for row in known if row.frozen_at is not None}
    found = []
    for kind in KINDS.values():
        for no, subject in enumerate(kind.list_subjects(complaint, unit), start=1):
            row = rows.get((kind.name, subject))
            if row is None or row.frozen_at is None:
                about = tell_frozen(frozen[subject], complaint) if subject in frozen else None
                name = "" if about is None else f"{about.title} {about.number}"
                found.append(ProposedLetter(kind, subject, no, name, row))
    return tuple(found)


def list_frozen(complaint: Complaint, unit: Unit) -> tuple[FrozenLetter, ...]:
    """The latest first; kinds of a later release too, which this one does not know."""
    return tuple(
        tell_frozen(row, complaint)
        for row in list_letter_rows(complaint.id, unit)
        if row.frozen_at is not None
    )


def leads_a_group(
    proposed: Sequence[ProposedLetter], frozen: Sequence[FrozenLetter], complaint: Complaint
) -> bool:
    """Whether the file leads a mass complaint, as its lists say: the notice of it stands on the file itself."""
    notices = [one.subject for one in proposed if one.kind is GROUP_NOTICE]
    notices += [one.subject for one in frozen if one.kind == GROUP_NOTICE.name]
    return complaint.id in notices


def tell_frozen(row: CaseLetter, complaint: Complaint) -> FrozenLetter:
    """A row that is frozen, for whoever reads lists."""
    if row.frozen_at is None or row.frozen_by is None or row.dated is None or row.content is None:
        raise ValueError(row.id)
    return FrozenLetter(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        is_record=row.readers is LetterReaders.RECORD,
        title=row.content["title"],
        number=row.number or complaint.number,
        dated=row.dated,
        frozen_by=row.frozen_by,
        frozen_at=row.frozen_at,
        is_approved=row.approved_by is not None,
        submitted_by=row.submitted_by,
        sha256=row.sha256,
        goes_by_itself=goes_by_itself(row),
    )
