"""A person who drafted nothing of it publishes the draft of the score sheet; from then on nothing of it changes."""

from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound, NotPermitted
from models.ground.file_review_codes import SheetState
from models.office.score_sheet import ScoreSheet
from services.actor import Actor, require_role
from services.file_review.draft_sheet import list_drafters
from services.unit_of_work import UnitOfWork

OWN_SHEET, SHEET_MOVED = "OWN_SHEET_DRAFT", "SHEET_MOVED"
# A number of any length is no version.
_MOST_VERSIONS = 10_000


def publish_sheet(sheet_no: int, seen: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once. NotPermitted(OWN_SHEET_DRAFT) for everybody who drafted it since the last version that was published;

    Conflict(SHEET_MOVED) where it is not the newest draft, as `seen` (its ISO moment).
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    if not 1 <= sheet_no <= _MOST_VERSIONS:
        raise NotFound
    with unit_of_work as unit:
        row = unit.session.get(ScoreSheet, sheet_no, with_for_update=True)
        if row is None:
            raise NotFound
        if row.state is SheetState.PUBLISHED and row.published_by == login:
            return
        if row.state is not SheetState.DRAFT or row.drafted_at.isoformat() != seen:
            raise Conflict(code=SHEET_MOVED)
        newest, drafters = list_drafters(unit)
        if newest != row.no:
            raise Conflict(code=SHEET_MOVED)
        if login in drafters:
            raise NotPermitted(code=OWN_SHEET)
        row.state, row.published_by, row.published_at = SheetState.PUBLISHED, login, unit.clock.now()
        unit.trail.add(None, "file_review.sheet_published", {"sheet": row.no}, actor)
