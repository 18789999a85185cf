"""What a form says of what is to be improved: asked where an opinion is approved and where something is settled on the spot."""

from services.case.improvement import NEEDED, Verdict, judge_improvement
from services.forms.task_case import Answers, TaskCase, text_of
from services.office.unit_options import CENTRE_KINDS, list_unit_options

ANSWERS = frozenset({"improvement", "improvement_cause", "improvement_owner", "improvement_reason"})


def show_verdict_options(case: TaskCase) -> Answers:
    """The units that may own an improvement."""
    return {"improvement_owner_options": list_unit_options(case.unit, kinds=CENTRE_KINDS)}


def judge_verdict(case: TaskCase, answers: Answers) -> None:
    """Keep what a person says; InvalidInput by field.

    A form of an earlier version does not ask: the verdict is then a piece that the file lacks.
    """
    if said := text_of(answers, "improvement"):
        verdict = Verdict(
            is_needed=said == NEEDED,
            cause=text_of(answers, "improvement_cause"),
            owner_unit=text_of(answers, "improvement_owner"),
            none_reason=text_of(answers, "improvement_reason"),
        )
        judge_improvement(verdict, case.complaint, case.unit, case.actor)
