"""Who answers for what was found of a matter (责任界定): shown, asked and kept wherever a finding is made or changed."""

from collections.abc import Collection, Sequence

from models.case.matter import Matter
from models.ground.codes import TRUE_AT_LEAST_IN_PART, Finding
from models.ground.errors import InvalidInput
from models.ground.evidence_codes import Responsibility
from services.forms.task_case import Answers, text_of

FIELD, NOTE = "responsibility", "responsibility_note"


def show_responsibility(matter: Matter) -> Answers:
    """What was said of it before; nothing where nobody said any."""
    row: Answers = {} if matter.responsibility is None else {FIELD: matter.responsibility.value}
    return row | ({NOTE: matter.responsibility_note} if matter.responsibility_note else {})


def require_responsibility(
    matters: Sequence[Matter], rows: Sequence[Answers], asked: Collection[str]
) -> None:
    """InvalidInput by row for what is true, at least in part, while nobody is said to answer for it.

    A form of an earlier version does not ask.
    """
    errors = {
        f"matters.{index}.{FIELD}": "REQUIRED"
        for index, (matter, row) in enumerate(zip(matters, rows, strict=True))
        if _is_true(row) and not text_of(row, FIELD) and matter.responsibility is None
    }
    if errors and FIELD in asked:
        raise InvalidInput(errors)


def is_changed(matter: Matter, row: Answers) -> bool:
    """Whether the row names somebody else for what is true."""
    told = text_of(row, FIELD)
    return (
        _is_true(row)
        and bool(told)
        and (matter.responsibility is None or told != matter.responsibility.value)
    )


def judge_responsibility(matter: Matter, row: Answers) -> None:
    """Keep what the row says; what it leaves out stays as it was, and for what is not true nobody answers."""
    if not _is_true(row):
        matter.responsibility = matter.responsibility_note = None
    elif told := text_of(row, FIELD):
        matter.responsibility = Responsibility(told)
        matter.responsibility_note = text_of(row, NOTE) or None


def _is_true(row: Answers) -> bool:
    found = text_of(row, "finding")
    return bool(found) and Finding(found) in TRUE_AT_LEAST_IN_PART
