"""What a comparison asks of an engine, answered from what a test puts there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bpmn.names import IntakeElement
from models.ground.errors import NotFound, OutsideUnavailable
from services.ports.engine import EngineTask
from services.ports.monitor import ElementInstanceView, ProcessInstanceView
from tests.web_staff.fake_monitor import BEGAN

# Of the row that `add_task` enters for `decide-acceptance`.
PLACE = (IntakeElement.USER_TASK_DECIDE_ACCEPTANCE.value, "1")


@dataclass
class TwoPorts:
    """Live roots with the case that each names, other instances with their state, and tasks.

    `stands` says at which element a root has its token; the stage that it calls has the root's key and a 1 behind it.
    `done` says how many user tasks were done there. A task is the decision on acceptance of the only live root, unless `places`
    says its element and instance and `cases` what it names; those in `ended` are still listed, and known no more.
    `callers` says by which instance another live one was called, `names` which request one of `others` names.
    """

    roots: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    stands: dict[str, str] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    callers: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    is_away: bool = False
    is_behind: bool = False
    asked: int = 0

    def list_instances(self, conditions: Mapping[str, Any]) -> list[ProcessInstanceView]:
        self._answer()
        if "processInstanceKey" in conditions:
            known = dict.fromkeys([*self.roots, *self.callers], "ACTIVE") | self.others
            keys = [key for key in conditions["processInstanceKey"]["$in"] if key in known]
            return [replace(_view(key, known[key]), parent_key=self.callers.get(key)) for key in keys]
        return [_view(key, "ACTIVE") for key in self.roots]

    def map_values(self, name: str, process_instance_keys: Sequence[str]) -> dict[str, object]:
        self._answer()
        if name != "complaint_id":
            return {key: self.names[key] for key in process_instance_keys if key in self.names}
        return {key: self.roots[key] for key in process_instance_keys if self.roots.get(key)}

    def list_open_user_tasks(self) -> list[EngineTask]:
        return [
            EngineTask(key, *self.places.get(key, PLACE), state, None, (), None, BEGAN)
            for key, state in self.tasks.items()
            if state == "CREATED"
        ]

    def list_effective_variables(self, user_task_key: str) -> dict[str, object]:
        if user_task_key in self.ended:
            raise NotFound
        case = self.cases.get(user_task_key, next(iter(self.roots.values()), ""))
        return {"complaint_id": case} if case else {}

    def find_user_task_state(self, user_task_key: str) -> str | None:
        return self.tasks.get(user_task_key)

    def get_element_instance(self, key: str) -> None:
        """What is shown is not looked at."""
        if self.is_behind:
            raise NotFound

    def list_elements(self, conditions: Mapping[str, Any]) -> list[ElementInstanceView]:
        self._answer()
        return [
            ElementInstanceView(f"{root}0", element, element, "CALL_ACTIVITY", "ACTIVE", BEGAN, None, root)
            for root, element in self.stands.items()
            if element == conditions["elementId"]
        ]

    def list_called_instances(self, key: str) -> list[ProcessInstanceView]:
        # A job calls nothing: what was called before it stands at another token.
        caller = f"{key}0" if self.stands.get(key, "").startswith("Call_") else f"{key}9"
        return [replace(_view(f"{key}1", "ACTIVE"), parent_key=key, parent_element_key=caller)]

    def list_element_instances(self, key: str, *, state: str | None = None) -> list[ElementInstanceView]:
        assert state == "COMPLETED"
        kinds = ["START_EVENT", *["USER_TASK"] * self.done.get(key[:-1], 0)]
        return [
            ElementInstanceView(f"{key}{no}", "x", "x", kind, state, BEGAN, BEGAN, key)
            for no, kind in enumerate(kinds)
        ]

    def _answer(self) -> None:
        self.asked += 1
        if self.is_away:
            raise OutsideUnavailable


def _view(key: str, state: str) -> ProcessInstanceView:
    return ProcessInstanceView(key, "complaint", "投诉", "complaint", 1, state, BEGAN, None, False, None)
