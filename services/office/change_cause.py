"""An administrator enters a cause, words it anew, retires it or takes it up again; with a reason, and on the trail."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.matter_cause import MatterCause
from models.ground.cause_codes import CauseRoot
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from models.ground.ids import new_id
from models.office.cause import ENGLISH_LENGTH, NAME_LENGTH, Cause
from services.actor import Actor, require_role
from services.office.causes import list_tree
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

LONGEST_MEANING = 200
LONGEST_REASON = 500
# More are no tree that anybody chooses from the same way as his neighbour.
MOST_CAUSES = 100
# Of a number that a database takes.
_MOST_DIGITS = 9
_LONGEST = {
    "name_zh": NAME_LENGTH,
    "name_en": ENGLISH_LENGTH,
    "means": LONGEST_MEANING,
    "reason": LONGEST_REASON,
}


@dataclass(frozen=True, slots=True)
class ChangeCause:
    """As the form has it: `replaces` is the number of the wording that was shown, empty for a new cause below `root`."""

    root: str
    name_zh: str
    name_en: str
    means: str
    reason: str
    replaces: str = ""
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A wording, who has it so, and of how many matters it is told as a cause now."""

    row: Cause
    by: str
    used: int


@dataclass(frozen=True, slots=True)
class CauseTree:
    """What is in force under each root, retired ones last, and the wordings before, the newest first."""

    roots: dict[CauseRoot, tuple[CauseLine, ...]]
    earlier: tuple[CauseLine, ...]

    def find(self, number: str) -> CauseLine | None:
        """The wording of this number, whether it holds or not."""
        return next((line for line in (*self._current, *self.earlier) if str(line.row.id) == number), None)

    def find_current(self, code: str) -> CauseLine | None:
        """The wording of this cause that holds."""
        return next((line for line in self._current if line.row.code == code), None)

    @property
    def _current(self) -> list[CauseLine]:
        return [line for lines in self.roots.values() for line in lines]


def read_tree(unit_of_work: UnitOfWork, actor: Actor) -> CauseTree:
    """The page; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        told = unit.session.execute(
            select(MatterCause.code, func.count())
            .where(MatterCause.ended_at.is_(None))
            .group_by(MatterCause.code)
        )
        used = {code: int(number) for code, number in told}
        current = list_tree(unit)
        ended = list(
            unit.session.scalars(select(Cause).where(Cause.ended_at.is_not(None)).order_by(Cause.id.desc()))
        )
        names = map_people_names(unit, logins={row.by for row in (*current, *ended) if row.by})

        def tell(row: Cause) -> CauseLine:
            return CauseLine(row, names.get(row.by or "", ""), used.get(row.code, 0))

        lines = [tell(row) for row in sorted(current, key=lambda row: row.is_retired)]
        tree = CauseTree(
            {root: tuple(line for line in lines if line.row.root is root) for root in CauseRoot},
            tuple(tell(row) for row in ended),
        )
        unit.session.expunge_all()
    return tree


def change_cause(command: ChangeCause, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """End the wording that there is and begin this one; what was coded keeps its code. The code.

    NotPermitted for who is no administrator, NotFound for a wording that there is not, InvalidInput by field: a name that
    another cause in force has, a change that changes nothing, one that a colleague has overtaken (on `name_zh`).
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        before = _find_before(command.replaces, unit)
        root = _check(command, before, unit)
        now = unit.clock.now()
        row = Cause(
            code=before.code if before is not None else new_id(),
            root=root,
            name_zh=command.name_zh.strip(),
            name_en=command.name_en.strip(),
            means=command.means.strip(),
            is_retired=command.is_retired and before is not None,
            since=now,
            by=login,
            reason=command.reason.strip(),
        )
        if before is not None:
            before.ended_at = now
            # The index knows one wording in force of a cause.
            unit.session.flush()
        unit.session.add(row)
        unit.session.flush()
        payload: dict[str, object] = {name: str(getattr(row, name)) for name in _LONGEST}
        payload |= {"root": root.value, "is_retired": row.is_retired, "code": row.code}
        unit.trail.add(None, "cause.changed", payload, actor)
        return row.code


def _find_before(number: str, unit: Unit) -> Cause | None:
    if not number:
        return None
    is_number = number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS
    row = unit.session.get(Cause, int(number)) if is_number else None
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        raise InvalidInput({"name_zh": "CHANGED_MEANWHILE"})
    return row


def _check(command: ChangeCause, before: Cause | None, unit: Unit) -> CauseRoot:
    errors: dict[str, str] = {}
    for name, longest in _LONGEST.items():
        told = str(getattr(command, name)).strip()
        if not told and name != "means":
            errors[name] = "REQUIRED"
        elif len(told) > longest:
            errors[name] = "TOO_LONG"
    root = command.root if before is None else before.root.value
    if root not in list(CauseRoot):
        errors["root"] = "NOT_AN_OPTION" if root else "REQUIRED"
    if not command.is_retired:
        errors = {**_find_taken(command, before, unit), **errors}
    if before is not None and not errors and _is_same(command, before):
        errors["name_zh"] = "SAME_AS_BEFORE"
    if errors:
        raise InvalidInput(errors)
    return CauseRoot(root)


def _find_taken(command: ChangeCause, before: Cause | None, unit: Unit) -> dict[str, str]:
    """What stands against one more cause of these names beside the others that are offered."""
    others = [
        row for row in list_tree(unit) if not row.is_retired and (before is None or row.code != before.code)
    ]
    errors = {
        name: "CAUSE_NAME_TAKEN"
        for name in ("name_zh", "name_en")
        if getattr(command, name).strip().casefold() in {getattr(row, name).casefold() for row in others}
    }
    return errors if len(others) < MOST_CAUSES else {"name_zh": "TOO_MANY_CAUSES"}


def _is_same(command: ChangeCause, before: Cause) -> bool:
    told = (command.name_zh.strip(), command.name_en.strip(), command.means.strip(), command.is_retired)
    return told == (before.name_zh, before.name_en, before.means, before.is_retired)
