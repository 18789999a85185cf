"""Keeps with a decision the bases that it rests on, in the version that is in force on its day."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select

from models.case.citation import Citation
from models.case.complaint import Complaint
from models.ground.basis_codes import BasisUse
from models.ground.errors import InvalidInput
from models.office.legal_basis import LegalBasis
from services.actor import Actor
from services.forms.task_case import Answers, text_of, texts_of
from services.office.legal_bases import list_bases_in_force, word_bases
from services.unit_of_work import Unit

# Fields of every form that asks for a basis: those of the register, and what is written beside.
CHOSEN, BESIDE = "basis_ids", "basis"


@dataclass(frozen=True, slots=True)
class Cited:
    """What the decision on one subject rests on: the fields of a form, or of a row of it that stands at `path`."""

    use: BasisUse
    subject: str
    fields: Answers
    path: str = ""


def subject_of_matter(number: int) -> str:
    """How citations call the matter of a case."""
    return f"matter:{number}"


def find_basis_fault(cited: Cited, asked: frozenset[str]) -> dict[str, str]:
    """REQUIRED where a form that asks for the bases of the register was given none, nor words (R3, R59)."""
    is_told = bool(texts_of(cited.fields, CHOSEN) or text_of(cited.fields, BESIDE))
    return {} if is_told or CHOSEN not in asked else {f"{cited.path}{CHOSEN}": "REQUIRED"}


def cite_bases(cited: Cited, complaint: Complaint, unit: Unit, actor: Actor) -> str | None:
    """Keep them in the place of what the same decision cited before in this round; the words that are told.

    InvalidInput on the field for a basis that is not in force today or does not serve this decision.
    """
    chosen = texts_of(cited.fields, CHOSEN)
    rows = [row for row in list_bases_in_force(cited.use, unit) if row.id in chosen]
    if len(rows) != len(set(chosen)):
        raise InvalidInput({f"{cited.path}{CHOSEN}": "NOT_AN_OPTION"})
    _forget(cited, complaint, unit)
    unit.session.add_all(
        Citation(
            complaint_id=complaint.id,
            use=cited.use,
            subject=cited.subject,
            round=complaint.round,
            legal_basis_id=row.id,
            by=actor.name,
            at=unit.clock.now(),
        )
        for row in rows
    )
    return word_bases(rows, text_of(cited.fields, BESIDE)) or None


def list_cited(use: BasisUse, subject: str, complaint: Complaint, unit: Unit) -> list[LegalBasis]:
    """What a decision of this round cites, in the wording of its day."""
    # All subjects in one question, which a form that asks it of each matter puts once.
    query = (
        select(LegalBasis, Citation.subject)
        .join(Citation, Citation.legal_basis_id == LegalBasis.id)
        .where(Citation.complaint_id == complaint.id, Citation.use == use, Citation.round == complaint.round)
        .order_by(Citation.id)
    )
    return [basis for basis, cited in unit.session.execute(query) if cited == subject]


def _forget(cited: Cited, complaint: Complaint, unit: Unit) -> None:
    """A draft that is written again: what it said stands in the trail with the decision that it replaces."""
    unit.session.execute(delete(Citation).where(*_of(cited.use, cited.subject, complaint)))


def _of(use: BasisUse, subject: str, complaint: Complaint) -> tuple[ColumnElement[bool], ...]:
    return (
        Citation.complaint_id == complaint.id,
        Citation.use == use,
        Citation.subject == subject,
        Citation.round == complaint.round,
    )
