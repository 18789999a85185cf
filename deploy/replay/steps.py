"""Takes one step of a story: its moves in order, each by the right person through the door a person uses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from deploy.replay.acts import answers_of_act
from deploy.replay.cases import LivedCase, Offer, View
from deploy.replay.deciding import is_deciding
from deploy.replay.doors import TASK_OF_DOOR, knock
from deploy.replay.forms import BY_FORM
from deploy.replay.hall import Taken, hand_over, is_kept_in_hall, is_taken_in_hall
from deploy.replay.letters import freeze_answers
from deploy.replay.mail_room import is_left_to_post, post_letters
from deploy.replay.moves import Act, By, Door, Entry, Move, Task
from deploy.replay.office import READER, Office, OpenTask
from deploy.replay.organisation import administrators, logins, members_of, related, unit_of, unit_side
from deploy.replay.outside import comes_from_outside
from deploy.replay.page_reading import StepRefused
from deploy.replay.quiet import Quiet
from deploy.replay.refusals import expected_words, refusal_expected
from deploy.replay.samples import Step
from deploy.replay.signed_papers import signed_paper
from deploy.replay.split import correct_split
from deploy.replay.story_steps import LAST_MOVES, MOVES_OF_STEP

_MOST_REPEATS = 8
# Who wrote there without a name still has an account that can be written to.
_ACCOUNTS = ("chat", "social")


@dataclass(frozen=True, slots=True)
class Taker:
    """Takes steps in one office; `numbers` are those of all complaints by story."""

    office: Office
    quiet: Quiet
    numbers: Mapping[str, str] = field(default_factory=dict)

    def take(self, case: LivedCase, step: Step) -> None:
        """Do everything that the step stands for; raises StepRefused when the system says no.

        A step that the office must refuse raises when it is taken; what has to be done before it may be tried stays.
        """
        moves = list(MOVES_OF_STEP[step.action] + (LAST_MOVES if step.is_last else ()))
        if expected_words(step):
            moves = [move for move in moves if not isinstance(move, Entry) or move.kind == step.action]
            while isinstance(moves[0], Task) and moves[0].is_optional:
                self._make(case, step, moves.pop(0))
            # Other words for the matters are no part of what is refused; what cannot be corrected is refused with the act.
            with suppress(StepRefused):
                correct_split(self.office, case, step)
                self.quiet.wait()
        with refusal_expected(step, lambda: self._read(case)):
            if correct_split(self.office, case, step):
                self.quiet.wait()
            if step.is_last and is_taken_in_hall(step):
                hand_over(self.office, case, step.actor, Taken.LETTERS)
            for move in moves:
                self._make(case, step, move)

    def _read(self, case: LivedCase) -> Mapping[str, Any]:
        return self.office.read(READER, f"/api/v1/cases/{case.complaint_id}")

    def _make(self, case: LivedCase, step: Step, move: Move) -> None:
        if isinstance(move, Entry):
            _write_entry(self.office, case, step, move)
            self.quiet.wait()
        elif isinstance(move, Act):
            self._act(case, step, move)
        elif isinstance(move, Door):
            self._come_in(case, step, move)
        else:
            self._answer(case, step, move)

    def _come_in(self, case: LivedCase, step: Step, move: Door) -> None:
        form_id = TASK_OF_DOOR.get(move.door)
        if form_id is not None and not comes_from_outside(step):
            self._answer(case, step, Task(form_id))
        else:
            knock(self.office, case, step, move.door)
            self.quiet.wait()

    def _act(self, case: LivedCase, step: Step, move: Act) -> None:
        if not _is_asked_for(case, step, move):
            return
        person = _person(case, step, move.by) or step.actor
        for answers in answers_of_act(move.act, case, step):
            shown = self.office.take_act(person, case.complaint_id, move.act, answers)
            _note_view(case, person, move.act, shown)
            self._let_go(case, step, person, answers)
            self.quiet.wait()

    def _let_go(self, case: LivedCase, step: Step, person: str, answers: Mapping[str, Any]) -> None:
        """What was left to the post is posted, or taken at the counter, as is what waits there."""
        if is_kept_in_hall(answers) or is_left_to_post(answers):
            freeze_answers(self.office, case, step)
        if is_kept_in_hall(answers):
            hand_over(self.office, case, person, Taken.KEPT)
        elif is_left_to_post(answers):
            if is_taken_in_hall(step):
                hand_over(self.office, case, person, Taken.ANSWER)
            else:
                post_letters(self.office, case, step, person)

    def _answer(self, case: LivedCase, step: Step, move: Task) -> None:
        person = _person(case, step, move.by)
        if move.only_if and not step.data.get(move.only_if):
            return
        if move.only_first and _is_sent_again(step):
            return
        if person is None:
            return
        answered = 0
        while answered < (_MOST_REPEATS if move.is_repeated else 1):
            task = self._find_task(case, person, move.form_id)
            if task is None:
                break
            self._submit(case, step, task, person)
            self.quiet.wait()
            answered += 1
        if not answered and not move.is_optional:
            raise StepRefused(f"no open task {move.form_id} for {person}")

    def _submit(self, case: LivedCase, step: Step, task: OpenTask, person: str) -> None:
        shown = self.office.read(person, f"/api/v1/tasks/{task.user_task_key}")["data"]
        _note_view(case, person, task.form_id, json.dumps(shown, ensure_ascii=False))
        if is_deciding(task.form_id):
            self._look_who_is_offered(case, step, task)
        told = {**step.data, "into_number": self.numbers.get(str(step.data.get("into")), "")}
        answers = BY_FORM[task.form_id](case.story, _with_data(step, told), shown)
        if (scan := signed_paper(case.story, step, task.form_id, shown)) is not None:
            answers["files"] = [self.office.put_into_form(person, task, scan)]
        self.office.submit(person, task, answers)
        self._let_go(case, step, person, answers)

    def _look_who_is_offered(self, case: LivedCase, step: Step, task: OpenTask) -> None:
        """Note before whom the task lies of those who may have to keep away: who declared a relation, who was recused."""
        for login in sorted(related() | _recused_by(case, step)):
            if task in self.office.list_tasks(login, case.complaint_id):
                case.offers.append(Offer(login, task.form_id, step.no, step.at.isoformat()))

    def _find_task(self, case: LivedCase, person: str, form_id: str) -> OpenTask | None:
        tasks = self.office.list_tasks(person, case.complaint_id)
        return next((task for task in tasks if task.form_id == form_id), None)


def _person(case: LivedCase, step: Step, by: By) -> str | None:
    if by is By.APPROVER:
        approver = step.data.get("approved_by")
        return str(approver) if approver else None
    if by is By.HANDLER:
        return case.handler_before(step)
    if by is By.DECIDER:
        accept = case.accept_before(step)
        return accept.actor if accept is not None else None
    if by is By.REQUESTER:
        return _requester(case, step)
    return step.actor


def _requester(case: LivedCase, step: Step) -> str:
    """Somebody who works on the case, but not the one who decides."""
    earlier = [known.actor for known in case.story.steps if known.no < step.no and "." in known.actor]
    others = [actor for actor in reversed(earlier) if actor != step.actor]
    return others[0] if others else case.handler_before(step) or step.actor


def _is_sent_again(step: Step) -> bool:
    return int(step.data.get("attempt") or 1) > 1


def _is_asked_for(case: LivedCase, step: Step, move: Act) -> bool:
    if move.only_if == "sent_again":
        return _is_sent_again(step)
    if move.act == "answer-own-claims":
        # What a person alone wants is told with the acceptance, and answered with the answer.
        accept = case.accept_before(step)
        return accept is not None and bool(accept.data.get(move.only_if))
    return move.only_if in ("", "signed_later") or bool(step.data.get(move.only_if))


def _note_view(case: LivedCase, person: str, form_id: str, text: str) -> None:
    """Keep what somebody of a unit was shown; who handles the case may know more."""
    if person in unit_side():
        case.views.append(View(person, form_id, text))


def _recused_by(case: LivedCase, step: Step) -> set[str]:
    """Everybody whom a decision told so far keeps away."""
    told = {
        str(known.data["who"])
        for known in case.story.steps
        if known.no < step.no and known.action == "recusal"
    }
    return {login for who in told for login in (who, *members_of(who))} & logins()


def _with_data(step: Step, data: dict[str, object]) -> Step:
    return replace(step, data=data)


def _write_entry(office: Office, case: LivedCase, step: Step, move: Entry) -> None:
    is_beside = move.kind == "first_contact" and step.action != "first_contact"
    if is_beside and (case.had_first_contact or _is_anonymous(office, case, step)):
        case.had_first_contact = True
        return
    if step.actor in unit_side() - {case.handler_before(step)}:
        _report_fact(office, case, step)
        return
    fields = {"kind": move.kind, "text": step.note or step.action, "ways": _ways(case, step)}
    office.add_entry(_writer(case, step), case.complaint_id, fields)
    case.had_first_contact = case.had_first_contact or move.kind == "first_contact"


def _report_fact(office: Office, case: LivedCase, step: Step) -> None:
    """Somebody of a unit adds to the file; a unit that the case has nothing to do with yet is called first."""
    told = {"text": step.note or step.action}
    try:
        shown = office.take_act(step.actor, case.complaint_id, "report-fact", told)
    except StepRefused:
        caller = case.staff_before(step, unit_side())
        if caller is None:
            raise
        office.take_act(caller, case.complaint_id, "designate-unit", _called(case, step))
        shown = office.take_act(step.actor, case.complaint_id, "report-fact", told)
    _note_view(case, step.actor, "report-fact", shown)


def _called(case: LivedCase, step: Step) -> dict[str, Any]:
    """The unit leads where nobody handles the case yet, else it helps."""
    unit, handler = unit_of(step.actor), case.handler_before(step)
    lead = unit_of(handler) if handler else unit
    return {"lead_unit": lead, "co_units": [unit] if unit != lead else [], "reason": step.note or "请到场"}


def _writer(case: LivedCase, step: Step) -> str:
    """Who enters it: an administrator, who opens no case file, tells the clerk that accepted the case."""
    accept = case.accept_before(step)
    return accept.actor if accept is not None and step.actor in administrators() else step.actor


def _is_anonymous(office: Office, case: LivedCase, step: Step) -> bool:
    if case.story.channel in _ACCOUNTS:
        return False
    return str(office.read(step.actor, f"/api/v1/cases/{case.complaint_id}")["identity_kind"]) == "anonymous"


def _ways(case: LivedCase, step: Step) -> list[str]:
    told = [str(way) for way in step.data.get("ways", ())]
    return told or (["in_person"] if case.story.channel in ("window", "visit") else ["phone"])
