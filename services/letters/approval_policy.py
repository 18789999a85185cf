"""Which kinds of letters another person approves before they are frozen: an owner says so by kind, with the reason."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.letter_approval import LetterApproval
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from services.actor import Actor, require_role
from services.letters.kinds import KINDS
from services.letters.letter_kind import LetterKind
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500
# As the form has it.
NEEDED, NOT_NEEDED = "needed", "not_needed"


@dataclass(frozen=True, slots=True)
class ChangeLetterApproval:
    """What shall hold for a kind; `replaces` is the id of the row on the page, empty where the office never changed it."""

    kind: str
    approval: str
    reason: str
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """One kind, and who had it so since when; no row where the office never changed it."""

    kind: LetterKind
    row: LetterApproval | None
    by: str

    @property
    def is_needed(self) -> bool:
        """Whether letters of the kind wait for another person."""
        return self.row is not None and self.row.is_needed


@dataclass(frozen=True, slots=True)
class ApprovalsPage:
    """All kinds in order, and what held before, the latest first, each with who had it so."""

    lines: tuple[ApprovalLine, ...]
    earlier: tuple[tuple[LetterApproval, str], ...]


def needs_approval(kind: LetterKind, unit: Unit) -> bool:
    """Whether a letter of this kind is frozen by who approves it, as of now."""
    row = _find_row(kind.name, unit)
    return row is not None and row.is_needed


def list_kinds_to_approve(unit: Unit) -> frozenset[str]:
    """The names of the kinds of which that holds now."""
    rows = select(LetterApproval.kind).where(
        LetterApproval.ended_at.is_(None), LetterApproval.is_needed.is_(True)
    )
    return frozenset(unit.session.scalars(rows))


def list_letter_approvals(unit_of_work: UnitOfWork, actor: Actor) -> ApprovalsPage:
    """The page; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        rows = list(unit.session.scalars(select(LetterApproval).order_by(LetterApproval.id.desc())))
        names = map_people_names(unit, logins={row.by for row in rows})
        current = {row.kind: row for row in rows if row.ended_at is None}
        lines = tuple(_line(kind, current.get(kind.name), names) for kind in KINDS.values())
        earlier = tuple((row, names.get(row.by, "")) for row in rows if row.ended_at is not None)
        unit.session.expunge_all()
    return ApprovalsPage(lines, earlier)


def _line(kind: LetterKind, row: LetterApproval | None, names: dict[str, str]) -> ApprovalLine:
    return ApprovalLine(kind, row, "" if row is None else names.get(row.by, ""))


def change_letter_approval(command: ChangeLetterApproval, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Have this hold from now on, for drafts and for letters that wait too.

    NotPermitted for who is no administrator, NotFound for a kind that there is not, InvalidInput by field.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    if command.kind not in KINDS:
        raise NotFound
    is_needed, reason = _check(command)
    with unit_of_work as unit:
        now, row = unit.clock.now(), _find_row(command.kind, unit)
        if command.replaces != ("" if row is None else str(row.id)):
            raise InvalidInput({"approval": "CHANGED_MEANWHILE"})
        earlier = row is not None and row.is_needed
        if row is not None:
            row.ended_at = now
            unit.session.flush()
        unit.session.add(
            LetterApproval(kind=command.kind, is_needed=is_needed, since=now, by=login, reason=reason)
        )
        payload = {"kind": command.kind, "from": earlier, "to": is_needed, "reason": reason}
        unit.trail.add(None, "letter-approval.changed", payload, actor)


def _check(command: ChangeLetterApproval) -> tuple[bool, str]:
    errors: dict[str, str] = {}
    reason = command.reason.strip()
    if command.approval not in (NEEDED, NOT_NEEDED):
        errors["approval"] = "NOT_AN_OPTION" if command.approval else "REQUIRED"
    if not 1 <= len(reason) <= LONGEST_REASON:
        errors["reason"] = "TOO_LONG" if reason else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return command.approval == NEEDED, reason


def _find_row(kind: str, unit: Unit) -> LetterApproval | None:
    return unit.session.scalars(
        select(LetterApproval).where(LetterApproval.kind == kind, LetterApproval.ended_at.is_(None))
    ).one_or_none()
