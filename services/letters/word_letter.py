"""Changes what a letter says before it is frozen."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.case.letter import CaseLetter
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.left_words import as_kept
from services.access.case_writers import require_may_write
from services.actor import Actor, staff_id_of
from services.beside.sheets.settle_leaving import Decided
from services.casefile.get_case import get_complaint
from services.identity.cut_identity import cut_own_values
from services.letters.decide_words import Worded, decide_words
from services.letters.draft import Draft, LetterOf, get_kind, require_open, write_draft
from services.letters.record_rights import require_may_see
from services.unit_of_work import Unit, UnitOfWork

LONGEST_BLOCK = 10_000


@dataclass(frozen=True, slots=True)
class WordLetter:
    """The words by block as the page sent them, and the `version` that it showed.

    `decided`: what becomes of words about third persons that he worded in a letter to others.
    """

    complaint_id: str
    kind: str
    subject: str
    words: Mapping[str, str]
    version: int
    decided: Decided | None = None


def word_letter(command: WordLetter, unit_of_work: UnitOfWork, actor: Actor) -> bool:
    """Keep them; whether that took the letter back from who was to approve it.

    NotFound for a case the actor may not see or a letter that there is no cause for, NotPermitted, Conflict("LETTER_FROZEN"),
    InvalidInput by block, on `version` where somebody worded it meanwhile, and on `third_persons` as where words leave with
    an act.
    """
    kind = get_kind(command.kind)
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        require_may_write(complaint, unit, actor)
        draft = write_draft(complaint, LetterOf(kind, command.subject), unit)
        is_taken_back = draft.row is not None and draft.row.waits
        take_words(require_may_see(draft, complaint, unit, actor), command, unit, actor)
        payload = {"letter": kind.name, "subject": command.subject}
        unit.trail.add(complaint.id, "letter.worded", payload, actor)
        if is_taken_back:
            unit.trail.add(complaint.id, "letter.taken_back", payload, actor)
        return is_taken_back


def take_words(draft: Draft, command: WordLetter, unit: Unit, actor: Actor) -> CaseLetter:
    """The row of the letter with what is said otherwise than proposed; it waits for nobody any more."""
    row, login = require_open(draft).row, staff_id_of(actor)
    if command.version != draft.version:
        raise InvalidInput({"version": "CHANGED_MEANWHILE"})
    changed = decide_words(
        draft, Worded(command.complaint_id, _check(draft, command, unit)), command.decided, unit
    )
    if changed.settled.marks:
        told = {**changed.settled.payload, "letter": draft.kind.name, "subject": draft.subject}
        unit.trail.add(command.complaint_id, "words.confirmed", told, actor)
    words = {**(row.words if row is not None else {}), **changed.words}
    if row is None:
        row = CaseLetter(
            id=new_id(),
            complaint_id=command.complaint_id,
            kind=draft.kind.name,
            subject=draft.subject,
            readers=draft.kind.readers,
            version=0,
            words={},
            writers=[],
        )
        unit.session.add(row)
    row.writers = _list_writers(row, words, login)
    row.words, row.version = words, row.version + 1
    row.left_standing = [*(row.left_standing or ()), *as_kept(changed.settled.decided)] or None
    row.submitted_by = row.submitted_at = None
    row.worded_by, row.worded_at = login, unit.clock.now()
    unit.session.flush()
    return row


def _list_writers(row: CaseLetter, words: Mapping[str, str], login: str) -> list[str]:
    """With whoever changed a word now or submitted it before, and of an earlier release, which kept no more, the last."""
    earlier = {row.worded_by} if row.words else set()
    if row.submitted_by is not None:
        earlier.add(row.submitted_by)
    return sorted({*row.writers, *earlier, *({login} if words != row.words else ())})


def _check(draft: Draft, command: WordLetter, unit: Unit) -> dict[str, str]:
    """What differs from the draft; neither name nor number of who complained stands in it."""
    shown = {block.name: block.text for block in draft.blocks}
    sent = {name: text.replace("\r\n", "\n").strip() for name, text in command.words.items() if name in shown}
    cut = dict(zip(sent, cut_own_values(list(sent.values()), command.complaint_id, unit), strict=True))
    errors: dict[str, str] = {}
    for name, text in sent.items():
        if not 1 <= len(text) <= LONGEST_BLOCK:
            errors[name] = "TOO_LONG" if text else "REQUIRED"
        elif cut[name] != text:
            errors[name] = "NAMES_COMPLAINANT"
    if errors:
        raise InvalidInput(errors)
    return {name: text for name, text in sent.items() if text != shown[name].strip()}
