"""Act `word-matters`: the office words each matter neutrally, which is what a unit may read of it."""

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.case.matter import Matter
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.sheets.consent import record_consent
from services.beside.sheets.facts_sheet import WORDING, level_of
from services.beside.sheets.singling_out import find_signs
from services.casefile.get_case import list_matters
from services.casefile.word_matter import Wording, word_matter
from services.forms.task_case import Answers, rows_of, text_of

CASE_ARCHIVED = "CASE_ARCHIVED"
# What a sign in a wording is told by, at the field where it stands.
SINGLES_OUT = {
    "日期": "DAY_SINGLES_OUT",
    "号码": "NUMBER_SINGLES_OUT",
    "姓名": "NAME_SINGLES_OUT",
    "特征": "TRAIT_SINGLES_OUT",
}


def context(case: ActCase) -> Answers:
    """What the complainant said, and each matter as it is worded now."""
    return {
        "told": case.complaint.matter,
        "matters": [_row(matter) for matter in list_matters(case.complaint.id, case.unit)],
    }


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED once nothing leaves any more."""
    return CASE_ARCHIVED if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Word them, and keep the consent where one is told.

    InvalidInput on the wording of a matter that may single somebody out at level 0, unless it was checked and is to stay.
    """
    matters, rows = list_matters(case.complaint.id, case.unit), rows_of(answers, "matters")
    if answers.get("is_checked") is not True and level_of(case.complaint, case.unit) == WORDING:
        _warn(case, rows)
    for matter, row in zip(matters, rows, strict=True):
        wording = Wording(text_of(row, "wording"), text_of(row, "occurred"), text_of(row, "place"))
        word_matter(matter, wording, case.unit, case.actor)
    consent = text_of(answers, "consent")
    if not consent:
        return {}
    return {"consent_id": record_consent(case.complaint.id, consent, case.unit, case.actor).id}


def _row(matter: Matter) -> Answers:
    worded = {"wording": matter.text} if matter.is_reworded else {}
    circumstances = {"occurred": matter.occurred, "place": matter.place}
    filled = {name: value for name, value in circumstances.items() if value}
    return {"no": matter.no, "text": matter.text, **worded, **filled}


def _warn(case: ActCase, rows: list[Answers]) -> None:
    errors: dict[str, str] = {}
    for position, row in enumerate(rows):
        if signs := find_signs(text_of(row, "wording"), case.complaint.id, case.unit):
            errors[f"matters.{position}.wording"] = SINGLES_OUT[signs[0]]
    if errors:
        raise InvalidInput(errors)


ACT = Act(
    form=ActId.WORD_MATTERS,
    page_order=30,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset(
        {"matters[].wording", "matters[].occurred", "matters[].place", "is_checked", "consent"}
    ),
    required=frozenset({"matters[].wording"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
