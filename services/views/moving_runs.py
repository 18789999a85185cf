"""Runs of cases for people who watch processes: found by the number of the case, and by how long nothing has happened."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ledger.trail_event import TrailEvent
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork
from services.views.page import Page, cut_page, keep
from services.views.unreviewed import VersionMark, map_version_marks

# Of a part of a number that more cases have, the newest are shown.
MOST_CASES = 50


def find_runs_by_number(words: str, unit_of_work: UnitOfWork, actor: Actor) -> list[str]:
    """Keys of the root instances of cases whose number has this part, of the newest cases that are for this person."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        cases = unit.session.scalars(
            select(Complaint.id)
            .where(Complaint.number.contains(words, autoescape=True))
            .order_by(Complaint.received_at.desc(), Complaint.number.desc())
            .limit(MOST_CASES)
        ).all()
        barred = find_exclusions(cases, login, unit)
        shown = [case for case in cases if case not in barred]
        runs = select(CaseRun.process_instance_key).where(
            CaseRun.complaint_id.in_(shown), CaseRun.process_instance_key.is_not(None)
        )
        return [str(key) for key in unit.session.scalars(runs)]


def map_last_movements(
    complaint_ids: Collection[str], unit_of_work: UnitOfWork, actor: Actor
) -> dict[str, datetime]:
    """When something was last put on record for each of these cases."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        moved = (
            select(TrailEvent.complaint_id, func.max(TrailEvent.seq).label("seq"))
            .where(TrailEvent.complaint_id.in_(complaint_ids))
            .group_by(TrailEvent.complaint_id)
            .subquery()
        )
        rows = unit.session.execute(
            select(TrailEvent.complaint_id, TrailEvent.at).join(moved, TrailEvent.seq == moved.c.seq)
        )
        return {str(case): at for case, at in rows}


def map_marks_of_runs(
    complaint_ids: Collection[str], unit_of_work: UnitOfWork, actor: Actor
) -> dict[str, VersionMark]:
    """Which of these cases go by a version that nobody reviewed or that was taken out of use."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        return map_version_marks(complaint_ids, unit)


def list_still_runs(
    only: Collection[str] | None, number: int, unit_of_work: UnitOfWork, actor: Actor
) -> Page[str]:
    """A page of root instances that run, the longest without any movement first; `only` those of these keys when given."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        # The trail is one chain: a later number is a later moment.
        moved = (
            select(func.max(TrailEvent.seq))
            .where(TrailEvent.complaint_id == CaseRun.complaint_id)
            .correlate(CaseRun)
            .scalar_subquery()
        )
        rows = unit.session.execute(
            select(CaseRun.process_instance_key, CaseRun.complaint_id)
            .where(CaseRun.process_instance_key.is_not(None), CaseRun.ended_at.is_(None))
            .order_by(moved, CaseRun.process_instance_key)
        ).all()
        case_of = {str(key): str(case) for key, case in rows if only is None or key in only}

        def readable(keys: Collection[str]) -> set[str]:
            barred = find_exclusions({case_of[key] for key in keys}, login, unit)
            return {key for key in keys if case_of[key] not in barred}

        cut = cut_page(keep(list(case_of), readable), number)
        return Page(cut.keys, cut.number, cut.total, cut.has_more)
