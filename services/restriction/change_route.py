"""An administrator says who gets complaints about one unit or one person; with a reason, and on the trail."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.file_restriction import FileRestriction
from models.ground.codes import RecusalSubject, Role
from models.ground.errors import InvalidInput
from models.office.complaint_route import ComplaintRoute
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor, require_role
from services.office.unit_options import CENTRE_KINDS, OUTSIDE_KINDS
from services.restriction.follow_route import follow_route
from services.restriction.list_routes import FIELDS
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class ChangeRoute:
    """`about` as the page has it; `fields` by name, all empty ends the route."""

    about: str
    fields: Mapping[str, str]
    reason: str


def change_route(command: ChangeRoute, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """End the route that there is and begin the new one; open cases of the old one follow the new one at once.

    NotPermitted for who is no administrator. InvalidInput by field: a unit or person that the office does not have, one
    who would get complaints about himself, neither a handling unit with an approver nor a person with a superior organ.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        kind, code = _check(command, unit)
        now = unit.clock.now()
        old = unit.session.scalars(
            select(ComplaintRoute).where(
                ComplaintRoute.about_kind == kind,
                ComplaintRoute.about == code,
                ComplaintRoute.ended_at.is_(None),
            )
        ).one_or_none()
        fields = {name: command.fields.get(name) or None for name in FIELDS}
        if old is not None:
            old.ended_at = now
        if any(fields.values()):
            row = ComplaintRoute(
                about_kind=kind, about=code, **fields, since=now, by=login, reason=command.reason.strip()
            )
            unit.session.add(row)
        unit.session.flush()
        payload: dict[str, object] = {"about_kind": kind.value, "about": code, **fields}
        unit.trail.add(None, "organisation.route_changed", payload, actor)
        if old is not None:
            _follow_anew(old.id, unit)


def _follow_anew(route_id: int, unit: Unit) -> None:
    followers = select(FileRestriction.complaint_id).where(
        FileRestriction.route_id == route_id, FileRestriction.lifted_at.is_(None)
    )
    for complaint_id in unit.session.scalars(followers).all():
        follow_route(unit.session.get_one(Complaint, complaint_id), unit)


def _check(command: ChangeRoute, unit: Unit) -> tuple[RecusalSubject, str]:
    errors: dict[str, str] = {}
    prefix, _, code = command.about.partition(":")
    table = {RecusalSubject.UNIT.value: OrganisationUnit, RecusalSubject.STAFF.value: Staff}.get(prefix)
    if table is None or unit.session.get(table, code) is None:
        raise InvalidInput({"about": "NOT_AN_OPTION"})
    for name in FIELDS:
        if told := command.fields.get(name):
            if not _is_there(name, told, unit):
                errors[name] = "NOT_AN_OPTION"
            elif told == code:
                errors[name] = "ABOUT_ITSELF"
    errors |= _find_missing(command.fields)
    if not 1 <= len(command.reason.strip()) <= LONGEST_REASON:
        errors["reason"] = "TOO_LONG" if command.reason.strip() else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return RecusalSubject(prefix), code


def _is_there(name: str, code: str, unit: Unit) -> bool:
    if name in ("handled_by", "superior"):
        row = unit.session.get(OrganisationUnit, code)
        return row is not None and row.kind in (CENTRE_KINDS if name == "handled_by" else OUTSIDE_KINDS)
    staff = unit.session.get(Staff, code)
    return staff is not None and staff.active


def _find_missing(fields: Mapping[str, str]) -> dict[str, str]:
    """A route leads somewhere whole, or is taken away; never in two directions."""
    needed = ("passed_on_by", "superior") if fields.get("superior") else ("handled_by", "approver")
    if not any(fields.get(name) for name in FIELDS):
        return {}
    errors = {name: "REQUIRED" for name in needed if not fields.get(name)}
    others = ("handled_by",) if fields.get("superior") else ("passed_on_by",)
    return errors | {name: "NOT_BOTH" for name in others if fields.get(name)}
