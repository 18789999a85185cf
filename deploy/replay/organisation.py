"""What the replay reads of the demo organisation: who works in a unit of the hall, and which units are its own."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parents[1] / "demo" / "organisation.json"
_ROLES_OF_THE_WAY = frozenset({"approver", "supervisor", "return_visit"})
_UNIT_ROLES = frozenset({"unit_rep", "window_staff"})


@cache
def _organisation() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return content


@cache
def unit_side() -> frozenset[str]:
    """Logins of representatives and window staff."""
    return frozenset(row["login"] for row in _organisation()["staff"] if set(row["roles"]) <= _UNIT_ROLES)


@cache
def administrators() -> frozenset[str]:
    """Logins of those who keep the system and open no case file."""
    return frozenset(row["login"] for row in _organisation()["staff"] if row["roles"] == ["administrator"])


@cache
def openers() -> frozenset[str]:
    """Logins of those who may open boxes and mail together."""
    return frozenset(
        row["login"] for row in _organisation()["staff"] if {"intake", "supervisor"} & set(row["roles"])
    )


@cache
def intake_clerks() -> frozenset[str]:
    """Logins of those who take complaints in."""
    return frozenset(row["login"] for row in _organisation()["staff"] if "intake" in row["roles"])


@cache
def logins() -> frozenset[str]:
    """Everybody who has an account."""
    return frozenset(row["login"] for row in _organisation()["staff"])


@cache
def outside_units() -> frozenset[str]:
    """Codes of the units outside the centre."""
    return frozenset(row["code"] for row in _organisation()["external_units"])


def is_own_unit(code: str) -> bool:
    """True for a unit of the centre, internal or in the hall."""
    return any(row["code"] == code for row in _organisation()["units"])


def unit_of(login: str) -> str:
    """The unit that a member of staff works in."""
    return next(str(row["unit"]) for row in _organisation()["staff"] if row["login"] == login)


def find_name(login: str) -> str | None:
    """How a member of staff is called; None for somebody else."""
    return next((str(row["name"]) for row in _organisation()["staff"] if row["login"] == login), None)


def is_in_unit(login: str, code: str) -> bool:
    """True for a member of this unit."""
    return any(row["login"] == login and row["unit"] == code for row in _organisation()["staff"])


def members_of(code: str) -> tuple[str, ...]:
    """Everybody who works in this unit."""
    return tuple(row["login"] for row in _organisation()["staff"] if row["unit"] == code)


def representative_of(code: str) -> str:
    """Who answers for this unit of the hall."""
    return next(
        str(row["login"])
        for row in _organisation()["staff"]
        if row["unit"] == code and "unit_rep" in row["roles"]
    )


@cache
def readers_of_the_way() -> frozenset[str]:
    """Who approves, supervises and makes return visits: without them a restricted file comes to no end."""
    return frozenset(
        row["login"] for row in _organisation()["staff"] if _ROLES_OF_THE_WAY & set(row["roles"])
    )


@cache
def related() -> frozenset[str]:
    """Logins that declared a relation, whatever it forbids and however long."""
    return frozenset(row["staff"] for row in _organisation()["declared_relations"])


def hard_subjects(login: str, day: date) -> tuple[tuple[str, str], ...]:
    """To whom this person declared a relation that forbids handling, valid on this day: kind and name or code."""
    return tuple(
        (row["subject_type"], row["subject"])
        for row in _organisation()["declared_relations"]
        if row["staff"] == login
        and row["expected"] == "hard_block"
        and row.get("valid_until", "9999") >= day.isoformat()
    )


def is_under_a_route(unit: str | None, staff: str | None) -> bool:
    """True when complaints about this unit or person go a way of their own."""
    return any(
        (unit is not None and unit == route.get("about_unit")) or staff in route.get("about_staff", ())
        for route in _organisation().get("complaint_routes", ())
    )
