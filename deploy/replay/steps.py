"""Which open tasks one step of a story answers, in the order of the diagram, and by whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from deploy.replay.answers import BY_FORM
from deploy.replay.office import Office, OpenTask, StepRefused
from deploy.replay.organisation import unit_side
from deploy.replay.quiet import Quiet
from deploy.replay.samples import Step, Story

# Words in a step's data that ask for a way which has no route yet.
_SIDE_WAYS = ("claims", "join_mass", "second_unit", "co_units", "lead_unit", "round", "individual_claim")

TASKS_OF_STEP: dict[str, tuple[str, ...]] = {
    "accept": ("decide-acceptance", "assign-handler"),
    "refuse": ("decide-acceptance",),
    "investigate": ("record-findings",),
    "opinion": ("record-findings", "draft-opinion", "approve-opinion"),
    "approve": ("approve-opinion",),
    "feedback": ("give-answer",),
    "return_visit": ("record-return-visit",),
    "close": ("give-answer",),
    "first_contact": (),
    "note": (),
    "register": (),
}
_OPTIONAL = {("opinion", "record-findings"), ("close", "give-answer")}


class NoRouteYet(Exception):
    """The step belongs to a part of the process that does not exist here. (该步骤尚无办理路径。)"""


@dataclass
class LivedCase:
    """What the replay knows of one complaint it filed."""

    story: Story
    number: str = ""
    complaint_id: str = ""
    had_first_contact: bool = False
    stopped_at: str = ""
    refusals: list[str] = field(default_factory=list)


def require_route(step: Step, story: Story) -> None:
    """Raises NoRouteYet for a step that this system cannot take."""
    if step.action not in TASKS_OF_STEP:
        raise NoRouteYet(f"{step.no} {step.action}")
    for word in _SIDE_WAYS:
        if step.data.get(word):
            raise NoRouteYet(f"{step.no} {step.action} ({word})")
    if step.data.get("route") == "on_spot":
        raise NoRouteYet(f"{step.no} {step.action} (on_spot)")
    if not _is_login(step.actor) or _comes_from_the_unit(step, story):
        raise NoRouteYet(f"{step.no} {step.action} by {step.actor}")


def take_step(office: Office, quiet: Quiet, case: LivedCase, step: Step) -> None:
    """Do everything that the step stands for; raises StepRefused when the system says no."""
    if step.action in ("first_contact", "note"):
        _write_entry(office, case, step)
        return
    if step.action in ("accept", "refuse") and not case.had_first_contact:
        _contact_first(office, case, step)
    if step.action in ("accept", "refuse"):
        _correct_split(office, case, step)
    for form_id in TASKS_OF_STEP[step.action]:
        person = _person_for(step, form_id)
        if person is None:
            continue
        _answer_task(office, quiet, case, _Act(step, form_id, person))


@dataclass(frozen=True, slots=True)
class _Act:
    step: Step
    form_id: str
    person: str


def _person_for(step: Step, form_id: str) -> str | None:
    if step.action == "opinion" and form_id == "approve-opinion":
        approver = step.data.get("approved_by")
        return str(approver) if approver else None
    return step.actor


def _answer_task(office: Office, quiet: Quiet, case: LivedCase, act: _Act) -> None:
    quiet.wait()
    task = _find_task(office, case, act)
    if task is None:
        if (act.step.action, act.form_id) in _OPTIONAL:
            return
        raise StepRefused(f"no open task {act.form_id} for {act.person}")
    shown = office.read(act.person, f"/api/v1/tasks/{task.user_task_key}")["data"]
    office.submit(act.person, task, BY_FORM[act.form_id](case.story, act.step, shown))
    quiet.wait()


def _find_task(office: Office, case: LivedCase, act: _Act) -> OpenTask | None:
    tasks = office.list_tasks(act.person, case.complaint_id)
    return next((task for task in tasks if task.form_id == act.form_id), None)


def _write_entry(office: Office, case: LivedCase, step: Step) -> None:
    fields = {"kind": step.action, "text": step.note or step.action, "ways": _ways(case, step)}
    office.add_entry(step.actor, case.complaint_id, fields)
    case.had_first_contact = case.had_first_contact or step.action == "first_contact"


def _contact_first(office: Office, case: LivedCase, step: Step) -> None:
    case.had_first_contact = True
    if office.read(step.actor, f"/api/v1/cases/{case.complaint_id}")["identity_kind"] == "anonymous":
        return
    fields = {"kind": "first_contact", "text": step.note or "首次联系", "ways": _ways(case, step)}
    office.add_entry(step.actor, case.complaint_id, fields)


def _ways(case: LivedCase, step: Step) -> list[str]:
    told = [str(way) for way in step.data.get("ways", ())]
    return told or (["in_person"] if case.story.channel in ("window", "visit") else ["phone"])


def _correct_split(office: Office, case: LivedCase, step: Step) -> None:
    told = case.story.told_claims
    if told is None:
        return
    claims = office.read(step.actor, f"/api/v1/cases/{case.complaint_id}")["claims"]
    texts = [str(claim["text"]) for claim in claims]
    if len(texts) == told:
        return
    texts = texts[:told] + [f"诉求{no}（承办人更正拆分）" for no in range(len(texts) + 1, told + 1)]
    office.correct_claims(step.actor, case.complaint_id, texts)


def _comes_from_the_unit(step: Step, story: Story) -> bool:
    # A unit complained about has no door to the file; its own door comes with the referral.
    handlers = {known.data.get("handler") for known in story.steps}
    return step.action in ("note", "first_contact") and step.actor in unit_side() - handlers


def _is_login(actor: str) -> bool:
    return actor != "complainant" and not actor.startswith("unit:")
