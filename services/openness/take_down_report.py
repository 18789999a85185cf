"""Take down a yearly report that everybody reads: with a name in it that slipped in, or a number that is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.openness_codes import ReportState
from models.office.annual_report import AnnualReport
from services.actor import Actor, require_role
from services.forms.typed import read_words
from services.openness.annual_reports import LONGEST_REASON, REPORT_MOVED, digest_report
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeDownReport:
    """`seen` is the digest of what was shown."""

    year: int
    reason: str
    seen: str


def take_down_report(command: TakeDownReport, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """From now on nobody reads page or PDF; it is worded and published anew by two people, as before.

    One person is enough: what harms somebody must not wait for a second. The digest of the file stays on the trail.
    InvalidInput on `reason`, NotFound, Conflict(REPORT_MOVED) where it is not public any more.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    reason, fault = read_words(command.reason, LONGEST_REASON)
    if fault:
        raise InvalidInput({"reason": fault})
    with unit_of_work as unit:
        row = unit.session.get(AnnualReport, command.year, with_for_update=True)
        if row is None:
            raise NotFound
        if row.state is not ReportState.PUBLISHED or digest_report(row) != command.seen:
            raise Conflict(code=REPORT_MOVED)
        unit.trail.add(None, "annual_report.taken_down", {"year": row.year, "file": row.digest}, actor)
        row.state, row.returned_words, row.worded_by = ReportState.TAKEN_DOWN, reason, []
        row.decided_by, row.decided_at = login, unit.clock.now()
        row.document = None
