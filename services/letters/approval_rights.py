"""Who approves a letter: an approver who had no hand in it, is kept from nothing in its case, and sees all that it says."""

from collections.abc import Mapping

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound, NotPermitted
from services.access.approvers import MadeBy, find_bars_of_letters
from services.access.case_writers import may_write, require_may_write
from services.access.readable_cases import may_read_case
from services.actor import Actor, staff_id_of
from services.letters.draft import Draft
from services.letters.record_rights import require_may_see
from services.unit_of_work import Unit

APPROVING_ROLES = frozenset({Role.APPROVER, Role.DIRECTOR})


def require_waits(row: CaseLetter | None) -> CaseLetter:
    """The letter; Conflict("LETTER_FROZEN") or Conflict("LETTER_NOT_WAITING") where nobody waits for approval."""
    if row is not None and row.frozen_at is not None:
        raise Conflict(code="LETTER_FROZEN")
    if row is None or not row.waits:
        raise Conflict(code="LETTER_NOT_WAITING")
    return row


def require_may_approve(row: CaseLetter, complaint: Complaint, unit: Unit, actor: Actor) -> str:
    """The login; NotFound for whom the case is not, NotPermitted by its code for who had a hand in it or is not in charge."""
    if not may_read_case(complaint, unit, actor):
        raise NotFound
    bars = map_bars([row], unit, actor)
    if code := bars.get(row.id):
        raise NotPermitted(code=code)
    # Where no approver is free, whoever may write it.
    return staff_id_of(actor) if actor.roles & APPROVING_ROLES else require_may_write(complaint, unit, actor)


def is_to_be_asked(actor: Actor, row: CaseLetter) -> bool:
    """Whether a page leads him to it, which costs no question: an approver without a hand in a letter that waits."""
    return row.waits and bool(actor.roles & APPROVING_ROLES) and actor.staff_id not in row.hands


def map_bars(rows: list[CaseLetter], unit: Unit, actor: Actor) -> Mapping[str, str]:
    """By letter why this person may not approve it; as many statements for a thousand as for one."""
    made = {row.id: MadeBy(row.complaint_id, row.hands) for row in rows}
    return find_bars_of_letters(made, staff_id_of(actor), unit)


def require_may_look(draft: Draft, complaint: Complaint, unit: Unit, actor: Actor) -> Draft:
    """The draft for who words it, and while it waits for who may approve it; refused as each of the two is."""
    require_may_see(draft, complaint, unit, actor)
    if draft.row is None or not draft.row.waits or may_write(complaint, unit, actor):
        require_may_write(complaint, unit, actor)
    else:
        require_may_approve(draft.row, complaint, unit, actor)
    return draft
