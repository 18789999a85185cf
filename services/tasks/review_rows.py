"""The rows by which a review changes findings, disposals and answers: the first values stay beside those that count now."""

from collections.abc import Sequence

from models.beside.review import Review
from models.case.claim import Claim
from models.case.matter import Matter
from models.ground.errors import InvalidInput
from services.beside.respondent.hearing import AGAINST_THE_RESPONDENT, find_hearing
from services.casefile.claim_answers import answer_claim, require_reasons
from services.casefile.get_case import list_claims, list_matters
from services.forms.task_case import Answers, TaskCase, rows_of, text_of, texts_of
from services.tasks.disposal_rows import (
    are_fields_changed,
    change_disposals,
    check_disposal_rows,
    show_disposals,
)
from services.tasks.disposal_rules import check_disposals
from services.tasks.findings_wait import NOT_HEARD, require_nothing_waits
from services.tasks.matter_rows import end_matter
from services.tasks.responsibility_rows import is_changed, require_responsibility, show_responsibility

Line = dict[str, object]
NOTHING_CHANGED = "NOTHING_CHANGED"


def list_reviewed_matters(case: TaskCase) -> list[Matter]:
    """Those with a finding or an adoption: a refusal is not changed but handled anew."""
    matters = list_matters(case.complaint.id, case.unit)
    return [matter for matter in matters if matter.finding is not None or matter.adoption is not None]


def list_reviewed_claims(case: TaskCase) -> list[Claim]:
    """Those that were answered."""
    return [claim for claim in list_claims(case.complaint.id, case.unit) if claim.answer is not None]


def show_reviewed(case: TaskCase) -> Answers:
    """The matters and claims as they stand now, which is how they stay unless the reviewer changes them."""
    return {
        "matters": [
            _show_matter(matter) | show_disposals(case, matter) for matter in list_reviewed_matters(case)
        ],
        "claims": [
            {"no": claim.no, "text": claim.text, **_answer_of(claim)} for claim in list_reviewed_claims(case)
        ],
    }


def _show_matter(matter: Matter) -> Answers:
    row: Answers = {"no": matter.no, "text": matter.text, "kind": matter.kind.value, **_values_of(matter)}
    row |= show_responsibility(matter)
    if matter.finding is not None:
        row["first_finding"] = matter.finding.value
    for key, text in (
        ("reason", matter.reason),
        ("basis", matter.opinion_basis),
        ("not_adopted", matter.not_adopted),
    ):
        if text:
            row[key] = text
    return {key: value for key, value in row.items() if value is not None}


def _values_of(matter: Matter) -> Answers:
    return {
        "finding": matter.finding.value if matter.finding else None,
        "adoption": matter.adoption.value if matter.adoption else None,
        "disposals": list(matter.disposals),
    }


def _answer_of(claim: Claim) -> Answers:
    told = {"answer": claim.answer.value if claim.answer else None, "answer_reason": claim.reason}
    return {key: value for key, value in told.items() if value is not None}


def change_reviewed(case: TaskCase, review: Review, answers: Answers) -> tuple[list[Line], list[Line]]:
    """Write what the review changes; the lines of the matters and claims that it changed.

    InvalidInput by path as in an opinion; on `outcome` where nothing is changed, on `heard` for a finding that is turned
    against a respondent who was not heard in the review, on `responsibility` where nobody is said to answer for it, on
    `finding` while his window is open.
    """
    matters, rows = list_reviewed_matters(case), rows_of(answers, "matters")
    claims, told = list_reviewed_claims(case), rows_of(answers, "claims")
    changed = {
        row["no"] for matter, row in zip(matters, rows, strict=True) if is_matter_changed(case, matter, row)
    }
    answered_anew = [
        claim.no for claim, row in zip(claims, told, strict=True) if _is_answered_anew(claim, row)
    ]
    if not changed and not answered_anew:
        raise InvalidInput({"outcome": NOTHING_CHANGED})
    check_disposals(matters, rows)
    check_disposal_rows(case, [row if row["no"] in changed else {} for row in rows])
    _require_responsibility(case, matters, rows)
    require_nothing_waits(case, rows, changed)
    _require_heard(case, review, matters, rows)
    require_reasons(told)
    matter_lines = [
        _change_matter(case, matter, row)
        for matter, row in zip(matters, rows, strict=True)
        if row["no"] in changed
    ]
    claim_lines = [
        _change_claim(claim, row)
        for claim, row in zip(claims, told, strict=True)
        if claim.no in answered_anew
    ]
    return matter_lines, claim_lines


def is_matter_changed(case: TaskCase, matter: Matter, row: Answers) -> bool:
    """Whether the row says otherwise of the matter than stands."""
    first = _values_of(matter)
    return (
        (text_of(row, "finding") or None) != first["finding"]
        or (text_of(row, "adoption") or None) != first["adoption"]
        or set(texts_of(row, "disposals")) != set(matter.disposals)
        or is_changed(matter, row)
        or are_fields_changed(case, matter, row)
    )


def _answers_for(matter: Matter) -> str:
    return matter.responsibility.value if matter.responsibility else ""


def _is_answered_anew(claim: Claim, row: Answers) -> bool:
    return claim.answer is not None and text_of(row, "answer") != claim.answer.value


def _require_heard(
    case: TaskCase, review: Review, matters: Sequence[Matter], rows: Sequence[Answers]
) -> None:
    faults = {
        f"matters.{index}.heard": NOT_HEARD
        for index, (matter, row) in enumerate(zip(matters, rows, strict=True))
        if text_of(row, "finding") in AGAINST_THE_RESPONDENT
        and matter.finding not in AGAINST_THE_RESPONDENT
        and not text_of(row, "heard")
        and find_hearing(case.complaint, matter.no, case.unit, review_id=review.id) is None
    }
    if faults:
        raise InvalidInput(faults)


def _require_responsibility(case: TaskCase, matters: Sequence[Matter], rows: Sequence[Answers]) -> None:
    """What is turned against the respondent says who answers for it; what stands was judged before."""
    turned = [
        row if matter.finding not in AGAINST_THE_RESPONDENT else {}
        for matter, row in zip(matters, rows, strict=True)
    ]
    require_responsibility(matters, turned, case.asked)


def _change_matter(case: TaskCase, matter: Matter, row: Answers) -> Line:
    first = {f"first_{key}": value for key, value in _values_of(matter).items()}
    first |= {"first_reason": matter.reason, "first_responsibility": _answers_for(matter) or None}
    departure = matter.departure
    first["first_fields"] = change_disposals(case, matter, row)
    end_matter(matter, row)
    # Why the opinion had departed from the investigation stays true; what the review says stands beside it.
    matter.departure = departure
    return {
        "no": matter.no,
        "text": matter.text,
        **_values_of(matter),
        "reason": matter.reason,
        "responsibility": _answers_for(matter) or None,
        "heard": text_of(row, "heard") or None,
        **first,
    }


def _change_claim(claim: Claim, row: Answers) -> Line:
    first = {"first_answer": claim.answer.value if claim.answer else None, "first_reason": claim.reason}
    answer = answer_claim(claim, row)
    return {"no": claim.no, "text": claim.text, "answer": answer.value, "reason": claim.reason, **first}
