"""Keeps the sheet of a request as it left, and reads it again for the unit, the print and the file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.beside.sent_sheet import SentSheet
from models.beside.side_request import SideRequest
from models.case.complaint import Complaint
from models.clock.clock import Clock
from models.clock.legal_time import word_moment
from models.ground.errors import NotFound
from models.ground.left_words import UNDECIDED, Decisions, as_kept
from models.vault.keyring import get_keyring
from services.actor import Actor
from services.beside.sheets.facts_sheet import TIME_AND_PLACE, FactsSheet, make_facts_sheet
from services.beside.sheets.letter import Letter, letter_text, whom_to_ask
from services.beside.sheets.provided_sheet import record_sheet
from services.beside.sheets.singling_out import find_warnings
from services.casefile.leaving_words import cut_leaving, cut_third_persons, cut_written, mark_third_persons
from services.identity.masked_identity import find_masked_identity
from services.identity.open_identity import open_identity
from services.unit_of_work import Unit

# Before it is sent nobody knows the moment; it is written when the sheet leaves.
DUE_LATER = "自送出起计算，送出时写明"


@dataclass(frozen=True, slots=True)
class Sending:
    """The request that is open now, by the name of its kind; no matter numbers: all of them.

    `basis` is what it rests on where somebody chose it. `words` go with the sheet; `decided`: what whoever sends them said of
    words about third persons, in sheet and words. `is_to_person`: to a person complained about, who reads at no level who
    complained. `is_inside`: to staff of the office, whose words keep their days and the numbers of cases.
    """

    row: SideRequest
    kind: str
    matter_nos: Sequence[int] = ()
    due_at: datetime | None = None
    basis: str | None = None
    is_to_person: bool = False
    words: str = ""
    decided: Decisions = UNDECIDED
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet that has not left yet, by the name of its kind and the login of who sends it."""

    kind: str
    sender: str
    matter_nos: Sequence[int] = ()
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class LeftSheet:
    """Of which request, by which level, the sheet and the words beside it as they leave, and what was decided of them."""

    row: SideRequest
    level: int
    text: str
    words: str
    decided: Decisions = UNDECIDED


def send_sheet(sending: Sending, complaint: Complaint, unit: Unit, actor: Actor) -> SentSheet:
    """Write the sheet and keep it in the caller's unit; that a name left is on the trail."""
    decided = _decide(sending, unit)
    facts = make_facts_sheet(complaint, sending.matter_nos, unit, decided=decided)
    if sending.is_to_person:
        facts = _without_identity(facts)
    name = _clear_name(complaint.id, unit) if facts.tells_identity else None
    written = cut_written(sending.words, complaint.id, unit, is_inside=sending.is_inside)
    (words,) = cut_third_persons([written], complaint.id, unit, decided=decided)
    text = _write(sending, Letter(sending.kind, facts, name, _due(sending), sending.basis), complaint, unit)
    row = keep_left(LeftSheet(sending.row, facts.level, text, words, decided), unit, actor)
    if code := getattr(sending.row, "unit_code", None):
        record_sheet(sending.row, code, unit, actor)
    if facts.tells_identity:
        payload: dict[str, object] = {
            "request_id": row.request_id,
            "about": sending.kind,
            "by_consent": facts.by_consent,
        }
        unit.trail.add(complaint.id, "identity.told_unit", payload, actor)
    return row


def keep_left(left: LeftSheet, unit: Unit, actor: Actor) -> SentSheet:
    """The row of it, in the caller's unit."""
    row = SentSheet(
        request_id=left.row.id,
        complaint_id=left.row.complaint_id,
        level=left.level,
        text=left.text,
        words=left.words,
        left_standing=as_kept(left.decided),
        digest=get_keyring().digest("words-that-left", f"{left.text}\0{left.words}"),
        sent_by=actor.name,
        sent_at=unit.clock.now(),
    )
    unit.session.add(row)
    unit.session.flush()
    return row


def read_sheet(sending: Sending, complaint: Complaint, unit: Unit) -> str:
    """The sheet as it left; where nobody sent one (by the system, before sheets were kept) as of today, without identity."""
    kept = unit.session.get(SentSheet, sending.row.id)
    if kept is not None:
        return kept.text
    facts = make_facts_sheet(complaint, sending.matter_nos, unit)
    facts = _without_identity(facts)
    return _write(sending, Letter(sending.kind, facts, None, _due(sending)), complaint, unit)


def read_words(request_id: str, words: str | None, complaint: Complaint, unit: Unit) -> str:
    """The words beside the sheet as they left; those of before that were not kept are cut as of today."""
    return find_kept_words(request_id, unit) or cut_leaving([words or ""], complaint.id, unit)[0]


def find_kept_words(request_id: str, unit: Unit) -> str:
    """As they left; "" where none were kept.

    Of a supervision none were kept where others had theirs: what was written is never empty once it is cut.
    """
    kept = unit.session.get(SentSheet, request_id)
    return "" if kept is None else kept.words or ""


def preview(draft: Draft, complaint: Complaint, unit: Unit) -> dict[str, object]:
    """What a form shows before a sheet leaves: its words with the name masked, and what is to be looked at again."""
    facts = make_facts_sheet(complaint, draft.matter_nos, unit)
    masked = find_masked_identity(complaint.id, unit) if facts.tells_identity else None
    name = f"{masked['name']}（送出时写全名）" if masked and "name" in masked else None
    contact = whom_to_ask(complaint, draft.sender, unit)
    return {
        "sheet": letter_text(Letter(draft.kind, facts, name, DUE_LATER, draft.basis), contact),
        "sheet_warning": "\n".join(find_warnings(facts, complaint.id, unit)),
    }


def find_due(clock_id: str | None, unit: Unit) -> datetime | None:
    """The moment by which the limit of a request has to be met; None for one without a limit."""
    clock = unit.session.get(Clock, clock_id) if clock_id is not None else None
    return None if clock is None else clock.due_at


def _decide(sending: Sending, unit: Unit) -> Decisions:
    """What the words beside the sheet tell of somebody is cut from the sheet too, where nobody let it stand."""
    [marks] = mark_third_persons([sending.words], sending.row.complaint_id, unit)
    told = [sending.words[mark.begins : mark.ends] for mark in marks]
    return replace(sending.decided, cut=(*sending.decided.cut, *told))


def _without_identity(facts: FactsSheet) -> FactsSheet:
    level = min(facts.level, TIME_AND_PLACE)
    return replace(facts, level=level, tells_identity=False, by_consent=True, handling_numbers=())


def _write(sending: Sending, letter: Letter, complaint: Complaint, unit: Unit) -> str:
    return letter_text(letter, whom_to_ask(complaint, sending.row.requested_by, unit))


def _due(sending: Sending) -> str | None:
    return word_moment(sending.due_at) if sending.due_at else None


def _clear_name(complaint_id: str, unit: Unit) -> str | None:
    try:
        return open_identity(complaint_id, unit).name
    except NotFound:
        return None
