"""A unit that a bulletin names says what it has to say to it, before it is published; it stands beside."""

from __future__ import annotations

from dataclasses import dataclass

from models.clock.legal_time import beijing_date
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.office.bulletin import BulletinReply
from services.actor import Actor
from services.bulletins.sight import find_answering, get_bulletin, require_reader
from services.bulletins.write_version import BULLETIN_MOVED
from services.identity.published_words import find_shape_fault
from services.unit_of_work import UnitOfWork

LONGEST_REPLY = 1_000
REPLY_TOO_LATE = "REPLY_TOO_LATE"


@dataclass(frozen=True, slots=True)
class ReplyToBulletin:
    """As the form has it; `seen` is the number of the version that the unit read."""

    bulletin_id: str
    seen: str
    unit_code: str
    words: str


def reply_to_bulletin(command: ReplyToBulletin, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once a unit and version; NotPermitted for who does not answer for a unit that is named.

    Conflict(BULLETIN_MOVED), Conflict(REPLY_TOO_LATE); InvalidInput on `reply`. Whether it names somebody who complained is asked
    when the director decides: whom a bulletin is about may not try names.
    """
    login, words = require_reader(actor), command.words.strip()
    told = find_shape_fault(words)
    with unit_of_work as unit:
        row = get_bulletin(command.bulletin_id, unit, for_update=True)
        if command.unit_code not in find_answering(row, actor, unit):
            raise NotPermitted
        if command.seen != str(row.version_no):
            raise Conflict(code=BULLETIN_MOVED)
        if row.say_until is not None and beijing_date(unit.clock.now()) > row.say_until:
            raise Conflict(code=REPLY_TOO_LATE)
        if not words or len(words) > LONGEST_REPLY or told:
            raise InvalidInput({"reply": "REQUIRED" if not words else told or "TOO_LONG"})
        key = (row.id, row.version_no, command.unit_code)
        if (before := unit.session.get(BulletinReply, key)) is not None:
            if before.words != words:
                raise Conflict(code=BULLETIN_MOVED)
            return
        said = BulletinReply(bulletin_id=key[0], version_no=key[1], unit_code=key[2], words=words)
        said.by, said.at = login, unit.clock.now()
        unit.session.add(said)
        payload = {"bulletin": row.id, "version": row.version_no, "unit": command.unit_code}
        unit.trail.add(None, "bulletin.answered", payload, actor)
