"""Which kinds of decisions wait for a second pair of eyes, and whose: a policy of the centre that an administrator edits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.ground.approval_codes import ApprovalKind, ApprovalLevel
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.office.approval_policy import ApprovalPolicy
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500
# The kinds that the office holds until they are approved; one that only the vocabulary knows is not offered.
KINDS_IN_USE = (
    ApprovalKind.REFUSAL,
    ApprovalKind.MERGE,
    ApprovalKind.SETTLEMENT_DISCIPLINE,
    ApprovalKind.EXTENSION,
    ApprovalKind.ENTRUSTMENT,
    ApprovalKind.PAUSE,
    ApprovalKind.RUN,
)
DEFAULT = ApprovalLevel.APPROVER
# Of those who watch processes none is in charge of another: any other of them confirms, or nobody has to.
RUN_LEVELS = (ApprovalLevel.NOBODY, ApprovalLevel.ANOTHER_PERSON)


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One kind as the page shows it; without `since` the office has never changed it."""

    kind: ApprovalKind
    level: ApprovalLevel
    since: datetime | None = None
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeApproval:
    """The kind and the level as the page has them."""

    kind: str
    level: str
    reason: str


def level_of(kind: ApprovalKind, unit: Unit) -> ApprovalLevel:
    """Who approves decisions of this kind now."""
    row = _find_row(kind, unit)
    if row is None:
        return ApprovalLevel.ANOTHER_PERSON if kind is ApprovalKind.RUN else DEFAULT
    return row.level


def list_approvals(unit_of_work: UnitOfWork, actor: Actor) -> tuple[PolicyRow, ...]:
    """The kinds in use with who approves them; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        rows = {kind: _find_row(kind, unit) for kind in KINDS_IN_USE}
        names = map_people_names(unit, logins={row.by for row in rows.values() if row is not None})
        return tuple(
            PolicyRow(kind, level_of(kind, unit))
            if row is None
            else PolicyRow(kind, row.level, row.since, names.get(row.by, ""), row.reason)
            for kind, row in rows.items()
        )


def change_approval(command: ChangeApproval, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """End the row that there is and begin the new one; what was proposed before is decided by the level of now.

    NotPermitted for who is no administrator; InvalidInput by field for an unknown kind or level and without a reason.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        kind, level = _check(command)
        now, old, earlier = unit.clock.now(), _find_row(kind, unit), level_of(kind, unit)
        if old is not None:
            old.ended_at = now
        reason = command.reason.strip()
        unit.session.add(ApprovalPolicy(kind=kind, level=level, since=now, by=login, reason=reason))
        unit.session.flush()
        payload: dict[str, object] = {"kind": kind.value, "from": earlier.value, "to": level.value}
        unit.trail.add(None, "organisation.approval_changed", payload, actor)


def _check(command: ChangeApproval) -> tuple[ApprovalKind, ApprovalLevel]:
    errors: dict[str, str] = {}
    if command.kind not in KINDS_IN_USE:
        errors["kind"] = "NOT_AN_OPTION"
    levels = RUN_LEVELS if command.kind == ApprovalKind.RUN else tuple(ApprovalLevel)
    if command.level not in levels:
        errors["level"] = "NOT_AN_OPTION"
    if not 1 <= len(command.reason.strip()) <= LONGEST_REASON:
        errors["reason"] = "TOO_LONG" if command.reason.strip() else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return ApprovalKind(command.kind), ApprovalLevel(command.level)


def _find_row(kind: ApprovalKind, unit: Unit) -> ApprovalPolicy | None:
    in_force = unit.session.scalars(select(ApprovalPolicy).where(ApprovalPolicy.ended_at.is_(None)))
    return next((row for row in in_force if row.kind is kind), None)
