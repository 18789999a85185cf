"""Why something could happen, in the row of a matter wherever it is found true: shown, checked and kept."""

from collections.abc import Iterable

from models.case.matter import Matter
from models.ground.codes import TRUE_AT_LEAST_IN_PART
from models.ground.errors import InvalidInput
from services.actor import Actor
from services.casefile.matter_causes import FURTHER, MAIN, NOTE, Coding, code_matter, map_codings
from services.forms.task_case import Answers, OfCase, text_of, texts_of
from services.office.causes import list_cause_options
from services.office.unit_options import Option

ANSWERS = frozenset({f"matters[].{name}" for name in (MAIN, FURTHER, NOTE)})
OPTIONS = "cause_options"


def show_cause_options(case: OfCase) -> list[Option]:
    """What a form offers under OPTIONS: the causes in force, and retired ones that are told of this case."""
    told = map_codings(case.complaint.id, case.unit).values()
    return list_cause_options([code for coding in told for code in coding.codes], case.unit)


def show_causes(coding: Coding | None) -> Answers:
    """What holds of a matter, of `map_codings`; nothing where nobody said any."""
    if coding is None:
        return {}
    row: Answers = {MAIN: coding.main, FURTHER: list(coding.further)}
    return row | ({NOTE: coding.note} if coding.note else {})


def keep_causes(case: OfCase, actor: Actor, found: Iterable[tuple[int, Matter, Answers]]) -> None:
    """Keep what the rows say of matters that are true, by their places; a row that says nothing leaves what holds.

    InvalidInput by row: a cause that is not offered, contributing causes or a reason without the main cause.
    """
    offered = {option["value"] for option in show_cause_options(case)}
    errors: dict[str, str] = {}
    said: list[tuple[Matter, Coding]] = []
    for place, matter, row in found:
        coding = Coding(text_of(row, MAIN), tuple(texts_of(row, FURTHER)), text_of(row, NOTE))
        if matter.finding not in TRUE_AT_LEAST_IN_PART or coding == Coding(""):
            continue
        if not coding.main or coding.main not in offered:
            errors[f"matters.{place}.{MAIN}"] = "NOT_AN_OPTION" if coding.main else "REQUIRED"
        if not offered.issuperset(coding.further):
            errors[f"matters.{place}.{FURTHER}"] = "NOT_AN_OPTION"
        said.append((matter, coding))
    if errors:
        raise InvalidInput(errors)
    for matter, coding in said:
        code_matter(matter, coding, case.unit, actor)
