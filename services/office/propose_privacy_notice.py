"""An administrator proposes the next text about the use of personal data; it is shown when a second person approves it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput
from models.ground.ids import new_id
from models.ground.privacy_codes import NoticePart, NoticeState
from models.office.centre import Centre
from models.office.privacy_notice import PrivacyNotice
from services.actor import Actor, require_role
from services.office.privacy_notices import find_notice_in_force
from services.unit_of_work import Unit, UnitOfWork

LONGEST_PART = 1_000
LONGEST_REASON = 500
NOTICE_PROPOSED = "NOTICE_PROPOSED"


@dataclass(frozen=True, slots=True)
class ProposePrivacyNotice:
    """Words by NoticePart, and why; `replaces` is the version on the page from which it was written."""

    parts: Mapping[str, str]
    reason: str
    replaces: str


def propose_privacy_notice(command: ProposePrivacyNotice, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Keep it until somebody else decides; its id.

    NotPermitted for who is no administrator. InvalidInput by part and on `reason`: the law wants every part
    (《个人信息保护法》第十七条), and a text that says the same is none. Conflict(NOTICE_PROPOSED) while another one waits.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    parts = {part.value: _clean(command.parts.get(part, "")) for part in NoticePart}
    reason = command.reason.strip()
    with unit_of_work as unit:
        before = find_notice_in_force(unit)
        _check(parts, reason, before, command)
        # On PostgreSQL two would both find that none waits.
        unit.session.scalars(select(Centre).with_for_update()).all()
        if find_waiting_notice(unit) is not None:
            raise Conflict(code=NOTICE_PROPOSED)
        row = PrivacyNotice(
            id=new_id(),
            parts=parts,
            state=NoticeState.OPEN,
            changes_purpose=is_other_purpose(parts, before),
            reason=reason,
            by=login,
            at=unit.clock.now(),
        )
        unit.session.add(row)
        payload = {"notice_id": row.id, "changes_purpose": row.changes_purpose, "reason": reason}
        unit.trail.add(None, "privacy-notice.proposed", payload, actor)
        return row.id


def find_waiting_notice(unit: Unit) -> PrivacyNotice | None:
    """The one that nobody has decided on."""
    return unit.session.scalars(
        select(PrivacyNotice).where(PrivacyNotice.state == NoticeState.OPEN)
    ).one_or_none()


def is_other_purpose(parts: Mapping[str, str], before: PrivacyNotice | None) -> bool:
    """Whether the data would serve something else than they do now."""
    return before is not None and parts[NoticePart.PURPOSE] != before.parts[NoticePart.PURPOSE]


def _check(
    parts: dict[str, str], reason: str, before: PrivacyNotice | None, command: ProposePrivacyNotice
) -> None:
    errors = {name: "REQUIRED" for name, words in parts.items() if not words}
    errors |= {name: "TOO_LONG" for name, words in parts.items() if len(words) > LONGEST_PART}
    errors |= {name: "NOT_TEXT" for name, words in parts.items() if "\x00" in words}
    if not 1 <= len(reason) <= LONGEST_REASON:
        errors["reason"] = "TOO_LONG" if reason else "REQUIRED"
    if before is not None and before.version != command.replaces:
        errors[NoticePart.PURPOSE] = "CHANGED_MEANWHILE"
    elif before is not None and not errors and parts == before.parts:
        errors[NoticePart.PURPOSE] = "SAME_AS_BEFORE"
    if errors:
        raise InvalidInput(errors)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
