"""The versions of the score sheet as everybody who works here may read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.ground.file_review_codes import SheetState
from models.office.score_sheet import ScoreSheet
from services.actor import Actor, staff_id_of
from services.file_review.draft_sheet import list_drafters
from services.file_review.sheet import Sheet, SheetLine, find_sheet, list_lines
from services.office.people_names import map_people_names
from services.unit_of_work import UnitOfWork

NEWEST = 30


@dataclass(frozen=True, slots=True)
class SheetsPage:
    """The sheet in force, the draft with its lines, and the versions, the newest first; `people` by login.

    `drafters` since the last version that was published, none of whom publishes the draft.
    """

    in_force: Sheet
    draft: ScoreSheet | None
    draft_lines: Sequence[SheetLine]
    drafters: frozenset[str]
    versions: Sequence[ScoreSheet]
    people: Mapping[str, str]


def read_sheets(unit_of_work: UnitOfWork, actor: Actor) -> SheetsPage:
    """For every member of staff: whose files are reviewed may read by what."""
    staff_id_of(actor)
    with unit_of_work.reading() as unit:
        versions = unit.session.scalars(select(ScoreSheet).order_by(ScoreSheet.no.desc()).limit(NEWEST)).all()
        newest = versions[0] if versions else None
        draft = newest if newest is not None and newest.state is SheetState.DRAFT else None
        logins = {login for one in versions for login in (one.drafted_by, one.published_by) if login}
        return SheetsPage(
            find_sheet(unit),
            draft,
            () if draft is None else list_lines(draft.no, unit),
            list_drafters(unit)[1],
            versions,
            map_people_names(unit, logins=logins),
        )
