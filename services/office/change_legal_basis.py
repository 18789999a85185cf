"""An administrator enters a legal basis, or the next version of one; with a reason, and on the trail."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from models.clock.legal_time import parse_any_day
from models.ground.basis_codes import BasisUse
from models.ground.codes import NonAcceptGround, Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.office.ground_text import GroundText
from models.office.legal_basis import ARTICLE_LENGTH, NAME_LENGTH, LegalBasis
from services.actor import Actor, require_role
from services.unit_of_work import Unit, UnitOfWork

LONGEST_TEXT = 2000
LONGEST_REASON = 500
_LONGEST = {
    "name": NAME_LENGTH,
    "article": ARTICLE_LENGTH,
    "text": LONGEST_TEXT,
    "issued_by": NAME_LENGTH,
    "reason": LONGEST_REASON,
}
_REQUIRED = ("name", "article", "reason")


@dataclass(frozen=True, slots=True)
class ChangeLegalBasis:
    """`replaces` is the id of the version that this one follows, empty for a new basis; days as the page gives them."""

    name: str
    article: str
    text: str
    issued_by: str
    in_force_from: str
    in_force_until: str
    uses: Sequence[str]
    reason: str
    replaces: str = ""
    # Said by who was shown which grounds of refusal lose the basis by it.
    is_confirmed: bool = False


def change_legal_basis(command: ChangeLegalBasis, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Enter it and end the version before; decisions keep the version that they cite. The id of the new row.

    NotPermitted for who is no administrator. InvalidInput by field; on `replaces` for a version that is not the last one.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        before = _find_before(command.replaces, unit)
        begins, ends = _check(command)
        if _leaves_refusals(command) and not command.is_confirmed and list_grounds_on(before, unit):
            raise InvalidInput({"is_confirmed": "REQUIRED"})
        now, row_id = unit.clock.now(), new_id()
        if before is not None:
            before.ended_at = now
        unit.session.add(
            LegalBasis(
                id=row_id,
                code=before.code if before is not None else row_id,
                version=before.version + 1 if before is not None else 1,
                name=command.name.strip().strip("《》"),
                article=command.article.strip(),
                text=command.text.strip(),
                issued_by=command.issued_by.strip(),
                in_force_from=begins,
                in_force_until=ends,
                uses=[use.value for use in BasisUse if use in command.uses],
                replaces=before.id if before is not None else None,
                entered_at=now,
                entered_by=login,
                reason=command.reason.strip(),
            )
        )
        told = {name: value for name, value in asdict(command).items() if name != "is_confirmed"}
        payload = {**told, "uses": list(command.uses), "legal_basis_id": row_id}
        unit.trail.add(None, "legal-basis.changed", payload, actor)
        return row_id


def list_grounds_on(basis: LegalBasis | None, unit: Unit) -> list[NonAcceptGround]:
    """The grounds of refusal whose standard text proposes this basis, whichever version of it is in force."""
    if basis is None:
        return []
    texts = unit.session.scalars(select(GroundText).where(GroundText.ended_at.is_(None)))
    citing = {row.ground for row in texts if basis.code in row.basis_codes}
    return [ground for ground in NonAcceptGround if ground in citing]


def _leaves_refusals(command: ChangeLegalBasis) -> bool:
    """Whether the version ends the basis, or serves refusals no more."""
    return bool(command.in_force_until.strip()) or BasisUse.REFUSAL not in command.uses


def _find_before(row_id: str, unit: Unit) -> LegalBasis | None:
    if not row_id:
        return None
    row = unit.session.get(LegalBasis, row_id)
    if row is None or row.ended_at is not None:
        raise InvalidInput({"replaces": "NOT_AN_OPTION"})
    return row


def _check(command: ChangeLegalBasis) -> tuple[date | None, date | None]:
    errors: dict[str, str] = {}
    for name, longest in _LONGEST.items():
        told = str(getattr(command, name)).strip()
        if not told and name in _REQUIRED:
            errors[name] = "REQUIRED"
        elif len(told) > longest:
            errors[name] = "TOO_LONG"
    if not command.uses:
        errors["uses"] = "REQUIRED"
    elif not set(command.uses) <= set(BasisUse):
        errors["uses"] = "NOT_AN_OPTION"
    begins = _day("in_force_from", command.in_force_from, errors)
    ends = _day("in_force_until", command.in_force_until, errors)
    if begins is not None and ends is not None and ends < begins:
        errors["in_force_until"] = "ENDS_BEFORE_IT_BEGINS"
    if errors:
        raise InvalidInput(errors)
    return begins, ends


def _day(name: str, told: str, errors: dict[str, str]) -> date | None:
    try:
        return parse_any_day(told) if told.strip() else None
    except ValueError:
        errors[name] = "NOT_A_DATE"
        return None
