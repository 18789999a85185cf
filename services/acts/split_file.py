"""Act `split-file`: matters of an open file, or one told in words, go into a file of their own (分立)."""

from datetime import date

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.casefile.open_split import is_split_open
from services.casefile.proposals import find_open_proposal
from services.filing.split_file import SplitFile, list_movable, split_file
from services.forms.task_case import Answers, text_of, texts_of

SPLIT_TOO_LATE = "SPLIT_TOO_LATE"
SPLIT_WAITS_FOR_APPROVAL = "SPLIT_WAITS_FOR_APPROVAL"
FROM_FIRST_DAY = "first_day"


def context(case: ActCase) -> Answers:
    """The matters that may go, and the day on which the whole was received."""
    return {
        "matter_options": [
            {"label": f"{row.no}. {row.text}", "value": str(row.no)}
            for row in list_movable(case.complaint, case.unit)
        ],
        "first_told_on": case.complaint.effective_received.isoformat(),
    }


def why_not(case: ActCase) -> str | None:
    """SPLIT_TOO_LATE once there is an opinion, SPLIT_WAITS_FOR_APPROVAL while a decision on the matters waits for approval."""
    if not is_split_open(case.complaint, case.unit):
        return SPLIT_TOO_LATE
    waits = find_open_proposal(case.complaint.id, "decide-acceptance", case.unit)
    return None if waits is None else SPLIT_WAITS_FOR_APPROVAL


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Open the new file; its number goes into the record of this one."""
    command = SplitFile(
        matter_nos=tuple(int(no) for no in texts_of(answers, "moved_matters")),
        told=text_of(answers, "told_matter"),
        first_told_on=date.fromisoformat(text_of(answers, "first_told_on")),
        is_counted_from_first_day=text_of(answers, "counts_from") == FROM_FIRST_DAY,
        reason=text_of(answers, "reason"),
    )
    return {"complaint_id": split_file(command, case.complaint, case.unit, case.actor).id}


ACT = Act(
    form=ActId.SPLIT_FILE,
    page_order=60,
    roles=frozenset({Role.INTAKE, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset({"moved_matters", "told_matter", "first_told_on", "counts_from", "reason"}),
    required=frozenset({"first_told_on", "reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
