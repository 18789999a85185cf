"""The register of legal bases as an administrator reads it, with the versions that were before."""

from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.citation import Citation
from models.clock.legal_time import beijing_date
from models.ground.codes import NonAcceptGround, Role
from models.office.ground_text import GroundText
from models.office.legal_basis import LegalBasis
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class BasisRow:
    """One version; `is_in_force` today, `by` the name of who entered it, empty for one that came with the product.

    `grounds` of refusal propose the basis; `citations` are the decisions that rest on this very version.
    """

    basis: LegalBasis
    is_in_force: bool
    by: str
    grounds: tuple[NonAcceptGround, ...]
    citations: int


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """What the register says now, and what it said before, the newest first."""

    current: tuple[BasisRow, ...]
    earlier: tuple[BasisRow, ...]


def list_legal_bases(unit_of_work: UnitOfWork, actor: Actor) -> RegisterPage:
    """The page; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        names, today = map_people_names(unit), beijing_date(unit.clock.now())
        proposing = list(unit.session.scalars(select(GroundText).where(GroundText.ended_at.is_(None))))
        cited = unit.session.execute(
            select(Citation.legal_basis_id, func.count()).group_by(Citation.legal_basis_id)
        )
        citations = {basis_id: int(number) for basis_id, number in cited}
        order = LegalBasis.code, LegalBasis.version.desc()
        rows = [
            BasisRow(
                row,
                row.is_in_force(today),
                names.get(row.entered_by or "", ""),
                tuple(text.ground for text in proposing if row.code in text.basis_codes),
                citations.get(row.id, 0),
            )
            for row in unit.session.scalars(select(LegalBasis).order_by(*order))
        ]
        unit.session.expunge_all()
        return RegisterPage(
            current=tuple(row for row in rows if row.basis.ended_at is None),
            earlier=tuple(row for row in rows if row.basis.ended_at is not None),
        )
