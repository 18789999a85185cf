"""Somebody enters what complaint handling had in a year; what stood there before stays on record."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.office.office_profile import SOURCE_LENGTH, OfficeFund
from services.actor import Actor, require_role
from services.forms.typed import read_words
from services.unit_of_work import UnitOfWork

FIRST_YEAR = 2000
LONGEST_USE = 1_000
# Up to 99 billion yuan; more is a slip of the hand.
_AMOUNT = re.compile(r"(\d{1,11})(?:\.(\d{1,2}))?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class EnterFund:
    """As typed; `amount` in yuan with at most two decimals."""

    year: str
    amount: str
    source: str
    used_for: str


def enter_fund(command: EnterFund, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """For administrators and the director; InvalidInput by field. What holds already is not entered again."""
    login = require_role(actor, Role.ADMINISTRATOR, Role.DIRECTOR)
    amount, errors = _AMOUNT.fullmatch(command.amount.strip()), _find_faults(command)
    if amount is None:
        errors["amount"] = "AMOUNT_OF_MONEY"
    if errors or amount is None:
        raise InvalidInput(errors)
    fen = int(amount[1]) * 100 + int((amount[2] or "").ljust(2, "0"))
    with unit_of_work as unit:
        year, latest_year = int(command.year), beijing_date(unit.clock.now()).year + 1
        if not FIRST_YEAR <= year <= latest_year:
            raise InvalidInput({"year": "YEAR_OUT_OF_RANGE"})
        source, used_for = command.source.strip(), command.used_for.strip()
        latest = select(OfficeFund).where(OfficeFund.year == year).order_by(OfficeFund.id.desc()).limit(1)
        held = unit.session.scalars(latest).first()
        if held is not None and (held.amount_fen, held.source, held.used_for) == (fen, source, used_for):
            return
        row = OfficeFund(year=year, amount_fen=fen, source=source, used_for=used_for)
        row.entered_by, row.entered_at = login, unit.clock.now()
        unit.session.add(row)
        unit.trail.add(None, "office.fund_entered", {"year": year, "fen": fen}, actor)


def _find_faults(command: EnterFund) -> dict[str, str]:
    errors: dict[str, str] = {}
    if _YEAR.fullmatch(command.year) is None:
        errors["year"] = "NOT_A_NUMBER"
    for name, longest in (("source", SOURCE_LENGTH), ("used_for", LONGEST_USE)):
        _, fault = read_words(getattr(command, name), longest)
        if fault:
            errors[name] = fault
    return errors
