"""For how long what came in by a door and became no complaint is kept as it came; what went into a case is kept with its file."""

from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from models.ground.incoming_codes import IncomingTerm
from models.office.incoming_rule import IncomingRule
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.retention.policy import INCOMING_CLOSED, INCOMING_LEFT_ALONE, Policy
from services.unit_of_work import Unit, UnitOfWork

# A mail that was left alone by mistake is asked for within weeks.
FEWEST_DAYS, MOST_DAYS = 30, 3660
LONGEST_REASON = 500
POLICIES: dict[IncomingTerm, Policy] = {
    IncomingTerm.LEFT_ALONE: INCOMING_LEFT_ALONE,
    IncomingTerm.CLOSED: INCOMING_CLOSED,
}


@dataclass(frozen=True, slots=True)
class TermLine:
    """What holds for one kind; `row` is None where the office never changed it, `by` the name of who has it so."""

    kind: IncomingTerm
    days: int
    row: IncomingRule | None = None
    by: str = ""

    @property
    def rule(self) -> int:
        """Its number, 0 for the days as shipped."""
        return 0 if self.row is None else self.row.id


@dataclass(frozen=True, slots=True)
class ChangeTerm:
    """As typed; `replaces` is the number of the row on the page."""

    kind: str
    days: str
    reason: str
    replaces: str


def find_term(kind: IncomingTerm, unit: Unit) -> TermLine:
    """What holds for a kind now, without the name of who has it so."""
    row = unit.session.scalars(
        select(IncomingRule).where(IncomingRule.kind == kind, IncomingRule.ended_at.is_(None))
    ).one_or_none()
    return _line(kind, row, {})


def list_terms(unit_of_work: UnitOfWork, actor: Actor) -> tuple[TermLine, ...]:
    """Of both kinds; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(select(IncomingRule).where(IncomingRule.ended_at.is_(None))).all()
        names = map_people_names(unit, logins={row.by for row in rows})
        current = {row.kind: row for row in rows}
        lines = tuple(_line(kind, current.get(kind), names) for kind in IncomingTerm)
        unit.session.expunge_all()
    return lines


def change_term(command: ChangeTerm, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Have this hold from the next look of the workers on, for what is here too.

    NotPermitted for who is no administrator, NotFound for a kind that there is not, InvalidInput by field.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    if command.kind not in list(IncomingTerm):
        raise NotFound
    kind, days = IncomingTerm(command.kind), _check(command)
    with unit_of_work as unit:
        old = find_term(kind, unit)
        if command.replaces != str(old.rule):
            raise InvalidInput({"days": "CHANGED_MEANWHILE"})
        now, reason = unit.clock.now(), command.reason.strip()
        if old.row is not None:
            old.row.ended_at = now
            unit.session.flush()
        row = IncomingRule(kind=kind, days=days, since=now, by=login, reason=reason)
        unit.session.add(row)
        unit.session.flush()
        payload: dict[str, object] = {"kind": kind, "from": old.days, "to": days}
        unit.trail.add(None, "incoming.term_changed", payload | {"reason": reason, "rule": row.id}, actor)


def _check(command: ChangeTerm) -> int:
    errors: dict[str, str] = {}
    days, reason = command.days.strip(), command.reason.strip()
    if not (days.isascii() and days.isdecimal()):
        errors["days"] = "NOT_A_NUMBER" if days else "REQUIRED"
    elif len(days) > len(str(MOST_DAYS)) or not FEWEST_DAYS <= int(days) <= MOST_DAYS:
        errors["days"] = (
            "TOO_SMALL" if len(days) < len(str(MOST_DAYS)) and int(days) < FEWEST_DAYS else "TOO_LARGE"
        )
    if not 1 <= len(reason) <= LONGEST_REASON:
        errors["reason"] = "TOO_LONG" if reason else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return int(days)


def _line(kind: IncomingTerm, row: IncomingRule | None, names: dict[str, str]) -> TermLine:
    if row is None:
        after = POLICIES[kind].after
        return TermLine(kind, after.days if after is not None else MOST_DAYS)
    return TermLine(kind, row.days, row, names.get(row.by, ""))
