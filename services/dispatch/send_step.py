"""Sends the notices that wait, one after the other: of each way one attempt at most comes into doubt in a round.

An attempt is written down before the carrier is called and settled after it, each in a transaction of its own. Where the
process ends between the two, the carrier is asked later what became of it; where that cannot be known either a person decides.
The others of a way that a carrier made doubtful wait, longer after each in a row (waits.py); what is in doubt already stays so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy import select

from models.case.dispatch import Dispatch
from models.case.letter import CaseLetter
from models.case.unit_mail import UnitMail
from models.ground.away import DATABASE_AWAY
from models.ground.dispatch_codes import DispatchState
from models.ground.errors import OutsideUnavailable
from models.ground.ways import Way
from services.actor import SYSTEM, Actor
from services.dispatch.document_words import name_file
from services.dispatch.lock_dispatch import lock_with_case
from services.dispatch.needless import find_needless
from services.dispatch.notice_words import NoticeWords
from services.dispatch.settle_attempt import Attempt, move, settle, state_of
from services.dispatch.settle_cut import settle_cut_attempts
from services.dispatch.to_complainant import NO_ADDRESS, address_complainant
from services.dispatch.unit_parcel import digest_of, find_unit_address, print_sheet, word_mail
from services.dispatch.waits import LEASE_SECONDS, LONGEST_WAIT_SECONDS, later, rest_way
from services.ports.carrier import Attachment, Carrier, Fate, InDoubt, Parcel, Refused
from services.unit_of_work import Unit, UnitFactory, UnitOfWork

BATCH = 100
NO_CARRIER = "NO_CARRIER"
NO_PAGE = "NO_PAGE"
# Nobody foresaw what is at fault with it.
UNEXPECTED = "UNEXPECTED"
BAD_ADDRESS = "BAD_ADDRESS"
PDF = "application/pdf"

_log = structlog.get_logger(__name__)
Carriers = Mapping[Way, Carrier]
# The PDF of a frozen letter, by its id; OutsideUnavailable while it cannot be had.
LayOut = Callable[[str, UnitOfWork, Actor], bytes]


@dataclass(frozen=True, slots=True)
class _Sending:
    """How a round sends: by whom, where the pages are that a mail leads to, and who lays out a letter that goes along."""

    make_unit: UnitFactory
    carriers: Carriers
    pages: str
    lay_out: LayOut | None


def send_dispatches_step(
    make_unit: UnitFactory, carriers: Carriers, pages: str = "", lay_out: LayOut | None = None
) -> int:
    """Settle what was cut off, then send what is due; returns how many notices moved on.

    `pages`: the address of the pages (`https://host/`), where the office has said it. Without `lay_out` letters wait.
    """
    sending = _Sending(make_unit, carriers, pages, lay_out)
    moved = settle_cut_attempts(make_unit, carriers)
    away: set[Way] = set()
    for dispatch_id, way in _list_due(make_unit):
        if way not in away:
            try:
                moved += _send(dispatch_id, way, sending)
            except (OutsideUnavailable, InDoubt):
                # What is away, or does not say what it takes, is not asked again in this round, and holds up no other way.
                away.add(way)
            except DATABASE_AWAY:
                raise
            except Exception as fault:
                # One notice that nobody foresaw waits and holds up no other; where its attempt had begun the way waits too.
                _log.warning("dispatch_failed", dispatch_id=dispatch_id, error_type=type(fault).__name__)
                if not _postpone(dispatch_id, make_unit, UNEXPECTED):
                    away.add(way)
    return moved


def _list_due(make_unit: UnitFactory) -> list[tuple[str, Way]]:
    with make_unit().reading() as unit:
        now = unit.ports.system_clock.now()
        doubted = select(Dispatch.way).where(
            Dispatch.state.in_([DispatchState.IN_DOUBT, DispatchState.SENDING]), Dispatch.next_try_at > now
        )
        due = select(Dispatch.id, Dispatch.way).where(
            Dispatch.state == DispatchState.WAITING,
            Dispatch.next_try_at <= now,
            Dispatch.way.not_in(doubted),
        )
        rows = unit.session.execute(due.order_by(Dispatch.next_try_at, Dispatch.id).limit(BATCH))
        return [(row.id, row.way) for row in rows]


def _send(dispatch_id: str, way: Way, sending: _Sending) -> int:
    """1; OutsideUnavailable where the carrier is away, with the notice waiting for its next attempt; InDoubt where it is."""
    make_unit, carriers = sending.make_unit, sending.carriers
    try:
        # Before the attempt is written down: a page that cannot be laid out leaves nothing in doubt.
        files = _read_files(dispatch_id, sending) if way in carriers else ()
    except OutsideUnavailable:
        # Only this one waits: no other needs the same page.
        _postpone(dispatch_id, make_unit, NO_PAGE)
        return 1
    with make_unit() as unit:
        begun = _begin(dispatch_id, files, sending, unit)
    if begun is None:
        return 1
    attempt, parcel = begun
    try:
        carriers[attempt.way].carry(parcel)
    except Refused as refused:
        settle(attempt, DispatchState.REFUSED, refused.code, make_unit)
    except ValueError:
        # What cannot be written as an address or a message leaves with no attempt.
        settle(attempt, DispatchState.REFUSED, BAD_ADDRESS, make_unit)
    except InDoubt:
        fate = _ask(attempt, carriers[attempt.way])
        settle(attempt, state_of(fate), None, make_unit)
        if fate is Fate.UNKNOWN:
            rest_way(attempt.dispatch_id, make_unit)
            raise
    except OutsideUnavailable as away:
        settle(attempt, DispatchState.WAITING, away.code, make_unit)
        raise
    else:
        settle(attempt, DispatchState.TAKEN, None, make_unit)
    return 1


def _read_files(dispatch_id: str, sending: _Sending) -> tuple[Attachment, ...]:
    """What goes along: the letter of the complainant or the sheet of a unit; none with a notice."""
    with sending.make_unit().reading() as unit:
        row = unit.session.get_one(Dispatch, dispatch_id)
        letter = unit.session.get(CaseLetter, row.letter_id) if row.letter_id is not None else None
        name = "" if letter is None else name_file(letter)
    if letter is None:
        return print_sheet(dispatch_id, sending.pages, sending.make_unit())
    if sending.lay_out is None:
        raise OutsideUnavailable
    return (Attachment(name, PDF, sending.lay_out(letter.id, sending.make_unit(), SYSTEM)),)


def _postpone(dispatch_id: str, make_unit: UnitFactory, reason: str) -> bool:
    """Whether it still waits; of one whose attempt has begun nobody knows before its lease is over, and its way waits for that.

    A fault that nobody foresaw seldom passes by itself: the next attempt comes after the longest wait.
    """
    with make_unit() as unit:
        row = unit.session.get_one(Dispatch, dispatch_id, with_for_update=True)
        if row.state is DispatchState.SENDING:
            row.next_try_at = later(LEASE_SECONDS, unit)
        if row.state is not DispatchState.WAITING:
            return False
        move(row, DispatchState.WAITING, reason, unit)
        if reason == UNEXPECTED:
            row.next_try_at = later(LONGEST_WAIT_SECONDS, unit)
    return True


def _begin(
    dispatch_id: str, files: tuple[Attachment, ...], sending: _Sending, unit: Unit
) -> tuple[Attempt, Parcel] | None:
    """Write the attempt down; None where there is none to make."""
    row = unit.session.get(Dispatch, dispatch_id)
    if row is None:
        return None
    # The trail comes last: who freezes a letter holds its case and the trail when he looks for mails that it replaces.
    lock_with_case(row, unit)
    if row.state is not DispatchState.WAITING:
        return None
    mail = unit.session.get_one(UnitMail, row.id) if row.purpose.is_to_unit else None
    needless = find_needless(row, unit)
    if needless is not None:
        move(row, DispatchState.DROPPED, needless, unit)
        return None
    if row.way not in sending.carriers:
        move(row, DispatchState.KEPT, NO_CARRIER, unit)
        return None
    try:
        address, words = (
            address_complainant(row, files, unit)
            if mail is None
            else _address_unit(row, mail, sending.pages, unit)
        )
    except Refused as refused:
        move(row, DispatchState.REFUSED, refused.code, unit)
        return None
    row.state, row.begun_at = DispatchState.SENDING, unit.ports.system_clock.now()
    row.attempts += 1
    attempt = Attempt(row.id, row.attempts, row.way)
    if mail is not None:
        mail.sha256 = digest_of(files)
    return attempt, Parcel(attempt.id, address, words.subject, words.text, files)


def _address_unit(row: Dispatch, mail: UnitMail, pages: str, unit: Unit) -> tuple[str, NoticeWords]:
    address = find_unit_address(mail, unit)
    if address is None:
        raise Refused(NO_ADDRESS)
    return address, word_mail(row, mail, pages, unit)


def _ask(attempt: Attempt, carrier: Carrier) -> Fate:
    """Who cannot be asked at once does not know."""
    try:
        return carrier.find_fate(attempt.id)
    except OutsideUnavailable:
        return Fate.UNKNOWN
