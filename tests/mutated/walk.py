"""People who do whatever lies before them in one case of an office on a core, until nothing is left that they may do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, Stage, TaskState
from models.case.task import Task
from models.ground.approval_codes import ApprovalKind, ApprovalLevel
from models.ground.errors import DomainError, NotFound
from models.office.centre import Centre
from models.office.unit import OrganisationUnit
from services.actor import citizen
from services.acts.take_act import TakeAct, take_act
from services.answer.rate import Rate, rate
from services.filing.new_case import FiledComplaint
from services.office.approvals import ChangeApproval, change_approval
from services.views.task_page import get_task
from services.worklist.submit_task import SubmitTask, submit_task
from tests.acceptance.any_case import ANSWERS, PEOPLE, fitting
from tests.mutated.core_office import CoreOffice
from tests.told_by_call import with_call

# Who is asked last, whatever the form.
ANYBODY = (
    "xun.wenshi",
    "tan.genyuan",
    "zhen.juquan",
    "cha.fenming",
    "ming.shouli",
    "heng.gongyun",
    "jian.rujing",
)
ADMINISTRATOR = "guan.xitong"
ARCHIVED, QUIET, HEARD, RATE = "archived", "quiet", "heard outside", "rate"
MOST_TASKS = 40
# When nobody has anything to do, time passes so often, each time to the next moment at which a window ends.
MOST_LEAPS = 60
LONG = timedelta(days=45)
WATCH = "deadline-watch"


@dataclass(frozen=True)
class Act:
    """What somebody does beside the tasks: when a task of the form `when` is open, the case archived, or no task open.

    Time passes `after` times before.
    """

    when: str
    name: str
    login: str
    answers: Mapping[str, Any]
    after: int = 0


@dataclass(frozen=True)
class Story:
    """What people say where they do not say the usual: by form the first, second ... time; the last is said again."""

    name: str
    said: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    acts: tuple[Act, ...] = ()
    wanted: str = "按公布的办事指南收件"
    settings: Mapping[str, Any] = field(default_factory=dict)
    # Kinds of decisions that the policy of the centre lets take effect without a second pair of eyes.
    unapproved: tuple[ApprovalKind, ...] = ()
    hears_outside: tuple[str, ...] = ("signed", "result")
    # How often time passes before somebody does a task of the form, and hears the units outside.
    waits: Mapping[str, int] = field(default_factory=dict)
    # Time passes to every check of a limit, not only to the ends of windows.
    is_slow: bool = False

    def __str__(self) -> str:
        return self.name


class Walk:
    """One case of a story."""

    def __init__(self, office: CoreOffice, story: Story) -> None:
        self.office, self.story = office, story
        self.done: list[str] = []
        self.refused: list[str] = []
        self.on_quiet: Callable[[], None] = lambda: None
        self._taken: set[int] = set()
        self._given_up: set[str] = set()
        self._heard: dict[str, int] = {}
        self._leaps = 0
        self._seen_at: dict[str, int] = {}
        self._leapt_far = False
        if story.settings:
            with office.office.unit_of_work() as unit:
                centre = unit.session.scalars(select(Centre)).one()
                for name, value in story.settings.items():
                    setattr(centre, name, value)
        for kind in (*story.unapproved, ApprovalKind.RUN):
            command = ChangeApproval(kind, ApprovalLevel.NOBODY, "本中心规定")
            change_approval(command, office.office.unit_of_work(), office.office.actor(ADMINISTRATOR))
        self.filed: FiledComplaint = office.office.file(wanted=story.wanted)

    @property
    def case(self) -> str:
        return self.filed.complaint_id

    @property
    def complaint(self) -> Complaint:
        row: Complaint = self.office.office.rows(Complaint, id=self.case)[0]
        return row

    def open_tasks(self) -> list[Task]:
        """The open tasks of the case as the office lists them, oldest first."""
        rows: list[Task] = self.office.office.rows(Task, complaint_id=self.case, state=TaskState.OPEN)
        return sorted(rows, key=lambda row: int(row.user_task_key))

    def to_end(self) -> None:
        """Until people have done all they may, and time has passed beyond every window."""
        for _ in range(MOST_LEAPS):
            self.work()
            if self._is_over() or not self._leap():
                return

    def until(self, process_id: str, element_id: str) -> bool:
        """Until a token stands at the element; whether one does."""
        for _ in range(MOST_LEAPS):
            if self.work(stop_at=(process_id, element_id)):
                return True
            if self._is_over() or not self._leap():
                break
        return self.office.engine.is_at(process_id, element_id)

    def work(self, stop_at: tuple[str, str] | None = None) -> bool:
        """Do what there is to do now; true as soon as a token stands at `stop_at`."""
        for _ in range(MOST_TASKS):
            self.office.settle()
            self.on_quiet()
            if stop_at is not None and self.office.engine.is_at(*stop_at):
                return True
            if not (self._take_acts() or self._do_a_task() or self._hear_outside()):
                return False
        return False

    def _is_over(self) -> bool:
        if self.complaint.stage is not Stage.ARCHIVED or self._has_acts_left():
            return False
        return not self.office.engine.has_active_instances()

    def _has_acts_left(self) -> bool:
        return any(
            place not in self._taken for place, act in enumerate(self.story.acts) if act.when == ARCHIVED
        )

    def _leap(self) -> bool:
        """Let time pass to the end of the next window; once far beyond everything when there is none."""
        at = self.office.engine.next_timer_ms(None if self.story.is_slow and self._waits() else WATCH)
        now = self.office.now
        self._leaps += 1
        # What was refused for a while may be taken now.
        self._given_up.clear()
        if at is not None and datetime.fromtimestamp(at / 1000, UTC) < now + LONG:
            self.office.set_moment(max(datetime.fromtimestamp(at / 1000, UTC), now + timedelta(minutes=1)))
            return True
        if self._leapt_far and not self._waits():
            return False
        self._leapt_far = True
        self.office.set_moment(now + LONG)
        return True

    def _waits(self) -> bool:
        """Whether somebody still puts off what he may do."""
        keys = [(task.user_task_key, str(task.form_id)) for task in self.open_tasks()]
        keys += [(row.id, HEARD) for row in self._asked_outside()]
        return any(self._is_put_off(*key) for key in keys)

    def _is_put_off(self, key: str, form: str) -> bool:
        return self._leaps - self._seen_at.setdefault(key, self._leaps) < self.story.waits.get(form, 0)

    def _take_acts(self) -> bool:
        open_forms = {task.form_id for task in self.open_tasks()}
        for place, act in enumerate(self.story.acts):
            if place in self._taken or self._leaps < act.after or not self._is_due(act.when, open_forms):
                continue
            self._taken.add(place)
            self._take(act)
            return True
        return False

    def _is_due(self, when: str, open_forms: Collection[str | None]) -> bool:
        is_archived = self.complaint.stage is Stage.ARCHIVED
        if when in (ARCHIVED, QUIET):
            return is_archived if when == ARCHIVED else not (is_archived or open_forms)
        return when in open_forms

    def _take(self, act: Act) -> None:
        self.office.tick()
        office = self.office.office
        answers = {name: value(self) if callable(value) else value for name, value in act.answers.items()}
        try:
            if act.name == RATE:
                rating = Rate(self.filed.number, self.filed.query_code, **answers)
                rate(rating, office.unit_of_work(), citizen("203.0.113.9"))
                return
            take_act(
                TakeAct(self.case, act.name, with_call(answers)),
                office.unit_of_work(),
                office.actor(act.login),
            )
        except DomainError as refusal:
            self.refused.append(f"{act.name}: {refusal}")

    def _do_a_task(self) -> bool:
        for task in self.open_tasks():
            self.office.tick()
            if task.user_task_key in self._given_up or self._is_put_off(
                task.user_task_key, str(task.form_id)
            ):
                continue
            if self._submit(task):
                return True
            self._given_up.add(task.user_task_key)
        return False

    def _submit(self, task: Task) -> bool:
        office, form = self.office.office, str(task.form_id)
        if form not in ANSWERS:
            return False
        said = self.story.said.get(form, ({},))
        answers = {**ANSWERS[form], **said[min(self.done.count(form), len(said) - 1)]}
        asked = (
            answers.pop("by", None),
            task.assignee,
            *PEOPLE.get(form, ()),
            self.complaint.handler_id,
            *ANYBODY,
        )
        for login in dict.fromkeys(person for person in asked if person):
            actor = office.actor(login)
            try:
                page = get_task(task.user_task_key, office.unit_of_work(), actor)
                if not page.can_submit:
                    continue
                command = SubmitTask(task.user_task_key, _fitting(with_call(answers), page.data))
                submit_task(command, office.unit_of_work(), actor)
            except NotFound:
                # Not a case that this person may know of.
                continue
            except DomainError as refusal:
                self.refused.append(f"{form} by {login}: {refusal!r} {getattr(refusal, 'errors', '')}")
                continue
            self.done.append(form)
            return True
        return False

    def _hear_outside(self) -> bool:
        """A unit without an account answers what it was asked, by letter."""
        for row in self._asked_outside():
            if self._is_put_off(row.id, HEARD):
                continue
            heard = self._heard.get(row.id, 0)
            self._heard[row.id] = heard + 1
            answers = {"referral_id": row.id, "answer": self.story.hears_outside[heard], "text": "已办理"}
            self._take(Act("", "register-referral-answer", "wen.rusheng", answers))
            return True
        return False

    def _asked_outside(self) -> list[Referral]:
        """The open referrals to units without an account that have still something to say."""
        query = (
            select(Referral)
            .join(OrganisationUnit, OrganisationUnit.code == Referral.unit_code)
            .where(
                Referral.complaint_id == self.case,
                Referral.state == RequestState.OPEN,
                OrganisationUnit.kind == "external",
            )
        )
        with self.office.office.unit_of_work().reading() as unit:
            rows = unit.session.scalars(query).all()
        return [row for row in rows if self._heard.get(row.id, 0) < len(self.story.hears_outside)]


def _fitting(answers: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    """As `fitting`, with the rows of matters that the story tells one by one."""
    told = answers.get("matters", ())
    fitted = fitting(answers, shown)
    if len(told) > 1 and "matters" in fitted:
        fitted["matters"] = [dict(told[min(place, len(told) - 1)]) for place in range(len(shown["matters"]))]
    return fitted
