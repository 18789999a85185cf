"""Act `join-group`: an accepted file is handled with a mass complaint (集体件) from now on."""

from bpmn.names import ActId
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.casefile.get_case import list_claims, list_matters
from services.forms.task_case import Answers, text_of, texts_of
from services.groups.join_group import JoinGroup, find_joining_bar, join_group, list_open_groups


def context(case: ActCase) -> Answers:
    """The groups that are open, and what of this file may be its own."""
    of_case = case.complaint.id
    groups = list_open_groups(case.unit, case.actor)
    shown: Answers = {
        "group_options": [
            {"label": _label(group.name, leading.number), "value": group.name} for group, leading in groups
        ],
        "matter_options": [
            {"label": f"{row.no}. {row.text}", "value": str(row.no)}
            for row in list_matters(of_case, case.unit)
        ],
        "claim_options": [
            {"label": f"{row.no}. {row.text}", "value": str(row.no)}
            for row in list_claims(of_case, case.unit)
        ],
    }
    if len(groups) == 1:
        shown["group"] = groups[0][0].name
    return shown


def _label(name: str, number: str) -> str:
    return number if name == number else f"{name}（{number}）"


def why_not(case: ActCase) -> str | None:
    """The rule against it now."""
    return find_joining_bar(case.complaint, case.unit, case.actor)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Join; InvalidInput on `group` for one that is closed meanwhile or not for this person."""
    by_name = {group.name: leading.id for group, leading in list_open_groups(case.unit, case.actor)}
    leading_id = by_name.get(text_of(answers, "group"))
    if leading_id is None:
        raise InvalidInput({"group": "NOT_AN_OPTION"})
    command = JoinGroup(leading_id, _numbers(answers, "own_matters"), _numbers(answers, "own_claims"))
    return {"member_id": join_group(command, case.complaint, case.unit, case.actor).id}


def _numbers(answers: Answers, name: str) -> tuple[int, ...]:
    return tuple(int(no) for no in texts_of(answers, name))


ACT = Act(
    form=ActId.JOIN_GROUP,
    page_order=62,
    roles=frozenset({Role.INTAKE, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset({"group", "own_matters", "own_claims"}),
    required=frozenset({"group"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
