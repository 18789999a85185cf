"""What of the review of files waits for one person, as rows of his list of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.case.reviewed_file import FileDefect
from models.clock.legal_time import at_time, beijing_date
from models.ground.codes import Role
from services.actor import Actor, staff_id_of
from services.file_review.read_rounds import list_waiting, map_opened
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class ReviewWork:
    """`what`: examine, settle, report or check; `due_at` of orders is the end of their day."""

    what: str
    address: str
    since: datetime
    due_at: datetime | None
    is_late: bool


def list_work(unit_of_work: UnitOfWork, actor: Actor) -> list[ReviewWork]:
    """Orders first, the earliest first; a hundred of them and a hundred of each kind of files at most."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        waiting = list_waiting(login, unit, supervises=bool(actor.roles & {Role.SUPERVISOR, Role.DIRECTOR}))
        files = [("settle", one) for one in waiting.settle] + [("examine", one) for one in waiting.examine]
        opened = map_opened({one.round_id for _, one in files}, unit)
        return [
            *_orders("report", waiting.report, unit),
            *_orders("check", waiting.check, unit),
            *(
                ReviewWork(
                    what, f"/reviews/{one.round_id}/files/{one.no}", opened[one.round_id], None, is_late=False
                )
                for what, one in files
            ),
        ]


def _orders(what: str, orders: Sequence[FileDefect], unit: Unit) -> list[ReviewWork]:
    today = beijing_date(unit.clock.now())
    return [
        ReviewWork(
            what,
            f"/reviews/orders/{one.id}",
            one.ordered_at,
            at_time(one.due_on, "24:00") if what == "report" else None,
            is_late=what == "report" and one.due_on < today,
        )
        for one in orders
    ]
