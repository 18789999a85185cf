"""Until when an answer is due, and whether one is late: told alike on each page."""

from __future__ import annotations

from datetime import date

from models.ground.proposal_codes import ProposalState


def last_day(state: ProposalState, due_on: date, put_off_until: date | None) -> date:
    """The day that was given, or until which it was put off."""
    if state is ProposalState.PUT_OFF and put_off_until is not None:
        return put_off_until
    return due_on


def is_late(state: ProposalState, due_on: date, put_off_until: date | None, today: date) -> bool:
    """Only what waits for an answer: what was taken up or refused has one."""
    waits = state in (ProposalState.OPEN, ProposalState.PUT_OFF)
    return waits and last_day(state, due_on, put_off_until) < today
