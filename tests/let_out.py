"""Entrustments approved as their own use case does it, for tests that have no diagram to draw the task."""

from __future__ import annotations

from models.beside.entrustment import Entrustment
from services.beside.entrustment.decide_entrustment import DecideEntrustment, decide_entrustment
from tests.full_office import FullOffice

DIRECTOR = "zong.lanyun"


def let_out(office: FullOffice, entrustment_id: str, by: str = DIRECTOR) -> None:
    """Approve it: it is sent, its window begins and what it holds stands still."""
    actor = office.actor(by)
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Entrustment, entrustment_id)
        decide_entrustment(row, DecideEntrustment(is_approved=True), unit, actor)
