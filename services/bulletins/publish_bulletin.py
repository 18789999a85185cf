"""A second person publishes a bulletin inside, frozen as an edition, or sends it back; the next edition corrects one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from models.ground.bulletin_codes import BulletinDecision, BulletinState
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotPermitted, RuleRefused
from models.office.bulletin import Bulletin, BulletinEdition, BulletinReply, BulletinVersion
from services.actor import Actor, require_role, staff_id_of
from services.bulletins.sight import WRITERS, current_version, get_bulletin, list_awaited_units
from services.bulletins.write_version import BULLETIN_MOVED
from services.forms.decision_form import DecisionForm
from services.identity.published_words import find_words_fault
from services.unit_of_work import Unit, UnitOfWork

FOUR_EYES, UNITS_NOT_HEARD = "FOUR_EYES", "UNITS_NOT_HEARD"
LONGEST_REASON = 500
_FORM = DecisionForm(BulletinDecision, BulletinDecision.RETURN, "reason", LONGEST_REASON)


@dataclass(frozen=True, slots=True)
class DecideBulletin:
    """As the form has it; `seen` is the number of the version that stood on the page."""

    bulletin_id: str
    seen: str
    decision: str
    reason: str


def decide_bulletin(command: DecideBulletin, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """By the director; published by one who wrote nothing of it since the last edition, gave it to no unit and answers for none.

    NotPermitted(FOUR_EYES); he sends it back all the same, for what he answered to one version is none to the next.

    RuleRefused(UNITS_NOT_HEARD) while a unit that is named and could answer has not, and its days are not over.
    Conflict(BULLETIN_MOVED); InvalidInput on `decision`, on `reason` where it is sent back, on `words` where they name who
    complained or tell of a small group.
    """
    login = require_role(actor, Role.DIRECTOR)
    decision, reason = _FORM.read(command.decision, command.reason)
    with unit_of_work.reading() as unit:
        version = current_version(get_bulletin(command.bulletin_id, unit), unit)
        faults = (find_words_fault(words, unit) for words in _list_words(version, unit))
        fault = next(filter(None, faults), None)
    with unit_of_work as unit:
        row = get_bulletin(command.bulletin_id, unit, for_update=True)
        if (
            row.state is not BulletinState.HEARD
            or command.seen != str(row.version_no)
            or version.no != row.version_no
        ):
            raise Conflict(code=BULLETIN_MOVED)
        if decision is BulletinDecision.RETURN:
            row.state, row.returned_words, row.returned_by = BulletinState.DRAFT, reason, login
            unit.trail.add(None, "bulletin.returned", {"bulletin": row.id, "version": row.version_no}, actor)
            return
        if login in list_hands(row, unit):
            raise NotPermitted(code=FOUR_EYES)
        if fault:
            raise InvalidInput({"words": fault})
        if list_awaited_units(row, unit):
            raise RuleRefused(UNITS_NOT_HEARD)
        _publish(row, _list_replies(row, unit), unit, actor)


def correct_bulletin(bulletin_id: str, reason: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """A published one is written anew; its edition stays, and says that it is being corrected. InvalidInput on `correction`."""
    login = require_role(actor, *WRITERS)
    words = reason.strip()
    if not words or len(words) > LONGEST_REASON:
        raise InvalidInput({"correction": "TOO_LONG" if words else "REQUIRED"})
    with unit_of_work.reading() as unit:
        if fault := find_words_fault(words, unit):
            raise InvalidInput({"correction": fault})
    with unit_of_work as unit:
        row = get_bulletin(bulletin_id, unit, for_update=True)
        if row.state is not BulletinState.PUBLISHED:
            raise Conflict(code=BULLETIN_MOVED)
        last = current_version(row, unit)
        # A version of its own: what units answer to the correction must not stand beside what is published.
        row.version_no += 1
        copy = BulletinVersion(bulletin_id=row.id, no=row.version_no, lines=last.lines, words=last.words)
        copy.by, copy.at = login, unit.clock.now()
        unit.session.add(copy)
        row.state, row.correcting, row.say_until, row.sent_by = BulletinState.DRAFT, words, None, None
        unit.trail.add(None, "bulletin.corrected", {"bulletin": row.id}, actor)


def _list_words(version: BulletinVersion, unit: Unit) -> list[str]:
    of_version = BulletinReply.bulletin_id == version.bulletin_id, BulletinReply.version_no == version.no
    return [version.words, *unit.session.scalars(select(BulletinReply.words).where(*of_version))]


def list_hands(row: Bulletin, unit: Unit) -> set[str | None]:
    """Whoever wrote a version since the last edition, began its correction, gave it to the units or answers for one."""
    published = select(func.max(BulletinEdition.version_no)).where(BulletinEdition.bulletin_id == row.id)
    since = unit.session.scalar(published) or 0
    writers = select(BulletinVersion.by).where(
        BulletinVersion.bulletin_id == row.id, BulletinVersion.no > since
    )
    answers = select(BulletinReply.by).where(
        BulletinReply.bulletin_id == row.id, BulletinReply.version_no == row.version_no
    )
    return {row.sent_by, *unit.session.scalars(writers), *unit.session.scalars(answers)}


def _list_replies(row: Bulletin, unit: Unit) -> Sequence[BulletinReply]:
    of_version = BulletinReply.bulletin_id == row.id, BulletinReply.version_no == row.version_no
    return unit.session.scalars(
        select(BulletinReply).where(*of_version).order_by(BulletinReply.unit_code)
    ).all()


def _publish(row: Bulletin, replies: Sequence[BulletinReply], unit: Unit, actor: Actor) -> None:
    version = current_version(row, unit)
    said = [[reply.unit_code, reply.words] for reply in replies]
    canonical = json.dumps([version.lines, version.words, said], ensure_ascii=False, sort_keys=True)
    last = unit.session.scalar(
        select(func.max(BulletinEdition.no)).where(BulletinEdition.bulletin_id == row.id)
    )
    edition = BulletinEdition(
        bulletin_id=row.id, no=(last or 0) + 1, version_no=version.no, reason=row.correcting
    )
    edition.digest = hashlib.sha256(canonical.encode()).hexdigest()
    edition.published_by, edition.published_at = staff_id_of(actor), unit.clock.now()
    unit.session.add(edition)
    row.state, row.correcting = BulletinState.PUBLISHED, None
    payload = {"bulletin": row.id, "edition": edition.no, "digest": edition.digest}
    unit.trail.add(None, "bulletin.published", payload, actor)
