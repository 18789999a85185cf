"""People write: which lines stay, and the words. Each version is kept, and the next one takes its place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from models.clock.legal_time import beijing_date
from models.ground.bulletin_codes import BulletinState
from models.ground.errors import Conflict, InvalidInput
from models.office.bulletin import BulletinVersion
from services.actor import Actor, require_role
from services.bulletins.lines import as_json, from_json
from services.bulletins.sight import WRITERS, current_version, get_bulletin, list_heard_units
from services.identity.published_words import find_words_fault
from services.office.load_calendar import load_calendar
from services.unit_of_work import UnitOfWork

BULLETIN_MOVED = "BULLETIN_MOVED"
LONGEST_WORDS = 4_000
# For a unit that is named to read what is said of it, and to answer.
SAY_WORKDAYS = 3


@dataclass(frozen=True, slots=True)
class WriteVersion:
    """As the form has it; `seen` is the number of the version that stood on the page, `kept` the keys of the lines that stay."""

    bulletin_id: str
    seen: str
    kept: Collection[str]
    words: str


def write_version(command: WriteVersion, unit_of_work: UnitOfWork, actor: Actor) -> int:
    """The number of the version of a draft, a new one where something changed.

    Conflict(BULLETIN_MOVED) where somebody else wrote or it is no draft; InvalidInput on `words`.
    """
    login = require_role(actor, *WRITERS)
    words = command.words.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_WORDS:
        raise InvalidInput({"words": "TOO_LONG"})
    with unit_of_work as unit:
        row = get_bulletin(command.bulletin_id, unit, for_update=True)
        lines = as_json([line for line in from_json(row.proposed) if line.key in set(command.kept)])
        last = current_version(row, unit)
        if row.state is BulletinState.DRAFT and (last.lines, last.words) == (lines, words):
            return row.version_no
        if row.state is not BulletinState.DRAFT or command.seen != str(row.version_no):
            raise Conflict(code=BULLETIN_MOVED)
        row.version_no += 1
        version = BulletinVersion(bulletin_id=row.id, no=row.version_no, lines=lines, words=words)
        version.by, version.at = login, unit.clock.now()
        unit.session.add(version)
        unit.trail.add(None, "bulletin.written", {"bulletin": row.id, "version": version.no}, actor)
        return row.version_no


def give_to_units(bulletin_id: str, seen: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """The units that it names read it from now on and may answer for some working days; nobody is waited for where none can.

    Conflict(BULLETIN_MOVED); InvalidInput on `words` (REQUIRED, NAMES_COMPLAINANT, TELLS_SMALL_GROUP): nobody is shown who
    complained, nor a group so small that he is known by it.
    """
    login = require_role(actor, *WRITERS)
    with unit_of_work.reading() as unit:
        version = current_version(get_bulletin(bulletin_id, unit), unit)
        checked, words = version.no, version.words
        fault = find_words_fault(words, unit)
        is_heard = bool(list_heard_units(version, unit))
        calendar = load_calendar(unit.session)
        say_until = calendar.add_workdays(beijing_date(unit.clock.now()), SAY_WORKDAYS)
    if not words:
        raise InvalidInput({"words": "REQUIRED"})
    if fault:
        raise InvalidInput({"words": fault})
    with unit_of_work as unit:
        row = get_bulletin(bulletin_id, unit, for_update=True)
        if row.state is BulletinState.HEARD and row.version_no == checked:
            return
        if row.state is not BulletinState.DRAFT or seen != str(row.version_no) or row.version_no != checked:
            raise Conflict(code=BULLETIN_MOVED)
        row.state, row.say_until, row.sent_by = BulletinState.HEARD, say_until if is_heard else None, login
        row.returned_words = row.returned_by = None
        unit.trail.add(None, "bulletin.heard", {"bulletin": row.id, "version": row.version_no}, actor)
