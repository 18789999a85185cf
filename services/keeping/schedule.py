"""保管期限表: for how long which kind of file is kept. The office changes it row by row; what held before stays on record."""

from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from models.ground.keeping_codes import FileKind, KeepingClass, KeepingReach, KeepingStart
from models.office.keeping_rule import KeepingRule
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500
# The table as shipped: a proposal, until the office enters the one that its archives authority has approved.
SHIPPED = {
    FileKind.REPORTED_UPWARD: KeepingClass.PERMANENT,
    FileKind.WITH_RESULT: KeepingClass.YEARS_30,
    FileKind.WITHOUT_RESULT: KeepingClass.YEARS_10,
}


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """What holds for one kind; `row` is None where the office never changed it, `by` who has it so."""

    kind: FileKind
    keeping: KeepingClass
    starts: KeepingStart = KeepingStart.NEXT_YEAR
    row: KeepingRule | None = None
    by: str = ""

    @property
    def rule(self) -> int:
        """Its number, 0 for the shipped table."""
        return 0 if self.row is None else self.row.id


@dataclass(frozen=True, slots=True)
class Schedule:
    """All kinds in order, and what held before, the latest first, each with who had it so."""

    lines: tuple[ScheduleLine, ...]
    earlier: tuple[tuple[KeepingRule, str], ...]


@dataclass(frozen=True, slots=True)
class ChangeKeeping:
    """What shall hold for a kind, as the form has it; `replaces` is the number of the row on the page."""

    kind: str
    keeping: str
    starts: str
    reach: str
    reason: str
    replaces: str


def find_line(kind: FileKind, unit: Unit) -> ScheduleLine:
    """What holds for a kind now, without the name of who has it so."""
    row = unit.session.scalars(
        select(KeepingRule).where(KeepingRule.kind == kind, KeepingRule.ended_at.is_(None))
    ).one_or_none()
    return _line(kind, row, {})


def list_schedule(unit_of_work: UnitOfWork, actor: Actor) -> Schedule:
    """The table; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        rows = list(unit.session.scalars(select(KeepingRule).order_by(KeepingRule.id.desc())))
        names = map_people_names(unit, logins={row.by for row in rows})
        current = {row.kind: row for row in rows if row.ended_at is None}
        lines = tuple(_line(kind, current.get(kind), names) for kind in FileKind)
        earlier = tuple((row, names.get(row.by, "")) for row in rows if row.ended_at is not None)
        unit.session.expunge_all()
    return Schedule(lines, earlier)


def _line(kind: FileKind, row: KeepingRule | None, names: dict[str, str]) -> ScheduleLine:
    if row is None:
        return ScheduleLine(kind, SHIPPED[kind])
    return ScheduleLine(kind, row.keeping, row.starts, row, names.get(row.by, ""))


def change_keeping(command: ChangeKeeping, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Have this hold for files sealed from now on; the workers apply it to earlier ones as far as `reach` says.

    NotPermitted for who is no administrator, NotFound for a kind that there is not, InvalidInput by field.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    if command.kind not in list(FileKind):
        raise NotFound
    row = _check(command)
    with unit_of_work as unit:
        old = find_line(row.kind, unit)
        if command.replaces != str(old.rule):
            raise InvalidInput({"keeping": "CHANGED_MEANWHILE"})
        row.since, row.by = unit.clock.now(), login
        if old.row is not None:
            old.row.ended_at = row.since
            unit.session.flush()
        unit.session.add(row)
        unit.session.flush()
        payload: dict[str, object] = {
            "kind": row.kind,
            "from": old.keeping,
            "to": row.keeping,
            "starts": row.starts,
        }
        payload |= {"reach": row.reach, "reason": row.reason, "rule": row.id}
        unit.trail.add(None, "keeping.changed", payload, actor)


def _check(command: ChangeKeeping) -> KeepingRule:
    errors: dict[str, str] = {}
    reason = command.reason.strip()
    for name, vocabulary in (("keeping", KeepingClass), ("starts", KeepingStart), ("reach", KeepingReach)):
        given: str = getattr(command, name)
        if given not in list(vocabulary):
            errors[name] = "NOT_AN_OPTION" if given else "REQUIRED"
    if not 1 <= len(reason) <= LONGEST_REASON:
        errors["reason"] = "TOO_LONG" if reason else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return KeepingRule(
        kind=FileKind(command.kind),
        keeping=KeepingClass(command.keeping),
        starts=KeepingStart(command.starts),
        reach=KeepingReach(command.reach),
        reason=reason,
    )
