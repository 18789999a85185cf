"""The published answer as its complainant sees it: three parts and a line for each matter, as they were told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.ground.codes import Finding, MatterDecision, NonAcceptGround
from models.ground.matter_codes import Adoption, ClaimAnswer
from services.answer.matter_answers import as_lines, list_matter_answers
from services.casefile.answer_sendings import Sending, list_sendings
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What became of one matter; `referred_to` is a unit's name, `merged_into` another case's number."""

    no: int
    text: str
    decision: MatterDecision | None
    finding: Finding | None
    disposals: tuple[str, ...]
    ground: NonAcceptGround | None
    basis: str | None
    right_place: str | None
    referred_to: str | None = None
    referral_result: str | None = None
    merged_into: str | None = None
    is_withdrawn: bool = False
    adoption: Adoption | None = None
    not_adopted: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """What was said to one claim."""

    no: int
    text: str
    answer: ClaimAnswer
    reason: str | None


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """One sending; `mail_no` is that of its registered letter, the days are those of its return or delivery."""

    sent_at: datetime
    ways: tuple[str, ...]
    mail_no: str | None
    returned_on: date | None
    delivered_on: date | None


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """The answer's three parts and a line for each matter; of an earlier round once the case is handled anew."""

    findings_text: str
    decision_text: str
    measures_text: str
    lines: tuple[AnswerLine, ...]
    published_at: datetime
    is_of_this_round: bool = True
    sendings: tuple[SentAnswer, ...] = ()
    claims: tuple[ClaimLine, ...] = ()


def list_answer_lines(complaint: Complaint, unit: Unit) -> tuple[AnswerLine, ...]:
    """A line for each matter as it stands now."""
    return _lines(as_lines(list_matter_answers(complaint, unit)))


def list_decided_lines(lines: Sequence[AnswerLine]) -> tuple[AnswerLine, ...]:
    """What was decided about each matter; findings and results are told with the answer and never before."""
    return tuple(
        replace(line, finding=None, adoption=None, not_adopted=None, disposals=(), referral_result=None)
        for line in lines
    )


def find_published_answer(complaint: Complaint, unit: Unit) -> PublishedAnswer | None:
    """The latest answer, with the lines it was published with; None before the first."""
    answer = unit.session.scalars(
        select(Answer)
        .where(Answer.complaint_id == complaint.id, Answer.published_at.is_not(None))
        .order_by(Answer.round.desc())
        .limit(1)
    ).one_or_none()
    if answer is None or answer.published_at is None:
        return None
    return PublishedAnswer(
        findings_text=answer.findings_text,
        decision_text=answer.decision_text,
        measures_text=answer.measures_text,
        # An answer of the first release kept no lines; its case had one round, so the matters still say the same.
        lines=_lines(answer.lines) if answer.lines else list_answer_lines(complaint, unit),
        published_at=answer.published_at,
        is_of_this_round=answer.round == complaint.round,
        sendings=tuple(map(sent_answer_of, list_sendings(complaint.id, answer.round, unit))),
        claims=tuple(_claim_line(row) for row in answer.claim_lines or ()),
    )


def sent_answer_of(row: Sending) -> SentAnswer:
    """One sending of an answer, or of the decision of a review."""
    return SentAnswer(row.sent_at, tuple(row.ways), row.mail_no, row.returned_on, row.delivered_on)


def _lines(rows: Sequence[Mapping[str, object]]) -> tuple[AnswerLine, ...]:
    return tuple(_line(row) for row in rows)


def _line(row: Mapping[str, object]) -> AnswerLine:
    disposals = row["disposals"]
    return AnswerLine(
        no=int(str(row["no"])),
        text=str(row["text"]),
        decision=MatterDecision(str(row["decision"])) if row["decision"] else None,
        finding=Finding(str(row["finding"])) if row["finding"] else None,
        disposals=tuple(map(str, disposals)) if isinstance(disposals, list) else (),
        ground=NonAcceptGround(str(row["ground"])) if row["ground"] else None,
        basis=_text(row, "basis"),
        right_place=_text(row, "right_place"),
        referred_to=_text(row, "referred_to"),
        referral_result=_text(row, "referral_result"),
        merged_into=_text(row, "merged_into"),
        is_withdrawn=row.get("is_withdrawn") is True,
        adoption=Adoption(str(row["adoption"])) if row.get("adoption") else None,
        not_adopted=_text(row, "not_adopted"),
    )


def _claim_line(row: Mapping[str, object]) -> ClaimLine:
    return ClaimLine(
        int(str(row["no"])), str(row["text"]), ClaimAnswer(str(row["answer"])), _text(row, "reason")
    )


def _text(row: Mapping[str, object], key: str) -> str | None:
    value = row.get(key)
    return str(value) if value is not None else None
