"""The monitor port without an engine: instances and incidents that a test puts there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from models.ground.errors import NotFound, OutsideUnavailable
from services.ports.engine import EngineTask
from services.ports.monitor import (
    DefinitionView,
    ElementCount,
    ElementInstanceView,
    EvaluatedDecision,
    EvaluatedValue,
    FoundElements,
    FoundIncidents,
    FoundInstances,
    IncidentView,
    JobView,
    MatchedRule,
    ProcessInstanceView,
    RunningVersion,
    VariableView,
    WaitingJob,
)

BPMN = Path(__file__).parents[2] / "bpmn"
SHIPPED = ("complaint", "deadline-watch", "intake", "referral")
LATEST = 3
BEGAN = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
ENDED = datetime(2026, 9, 7, 3, 30, tzinfo=UTC)

TRIAGED = EvaluatedDecision(
    "triage", "triage", "投诉分类建议", 2, BEGAN, "", '"x"',
    (EvaluatedValue("Input_Channel", "来源渠道", '"portal"'),),
    (MatchedRule("Rule_Triage04", 4, (EvaluatedValue("Output_Category", "类别", '"bad_attitude"'),)),),
)  # fmt: skip


@dataclass
class FakeMonitor:
    """`is_away` makes every call fail as it does while the engine is away."""

    is_away: bool = False
    instances: dict[str, ProcessInstanceView] = field(default_factory=dict)
    incidents: list[IncidentView] = field(default_factory=list)
    retried: list[str] = field(default_factory=list)
    conditions: Mapping[str, object] = field(default_factory=dict)
    diagrams: dict[str, str] = field(default_factory=dict)
    waiting: list[ElementCount] = field(default_factory=list)
    jobs: list[WaitingJob] = field(default_factory=list)
    open_tasks: list[EngineTask] = field(default_factory=list)
    began: datetime = BEGAN
    machine_time: datetime | None = None
    decisions: list[EvaluatedDecision] = field(default_factory=lambda: [TRIAGED])
    decision_files: dict[str, str] = field(default_factory=dict)

    def add_instance(
        self, key: str, process_id: str, parent: str | None = None, version: int = LATEST
    ) -> None:
        definition = process_id if version == LATEST else f"{process_id}-{version}"
        self.instances[key] = ProcessInstanceView(
            key, process_id, f"过程{process_id}", definition, version, "ACTIVE", BEGAN, None, False, parent
        )

    def add_incident(self, key: str, instance: str, message: str) -> None:
        process_id = self.instances[instance].process_id
        self.incidents.append(
            IncidentView(
                key, "JOB_NO_RETRIES", message, "ACTIVE", "Task_CheckClock", process_id, instance, "5", BEGAN
            )
        )

    def read_time(self) -> datetime | None:
        return self.machine_time

    def is_ready(self) -> bool:
        return not self.is_away

    def count_incidents(self, error_type: str | None = None) -> int:
        self._answer()
        return sum(1 for incident in self.incidents if error_type in (None, incident.error_type))

    def search_instances(
        self, conditions: Mapping[str, object] | None = None, *, start: int = 0, limit: int = 50
    ) -> FoundInstances:
        self._answer()
        self.conditions = conditions or {}
        process_id = self.conditions.get("processDefinitionId")
        version = self.conditions.get("processDefinitionKey")
        found = [
            item
            for item in self.instances.values()
            if process_id in (None, item.process_id) and version in (None, item.definition_key)
        ]
        return FoundInstances(tuple(found[start : start + limit]), len(found), False)

    def get_instance(self, key: str) -> ProcessInstanceView:
        self._answer()
        if key not in self.instances:
            raise NotFound
        return self.instances[key]

    def list_called_instances(self, key: str) -> list[ProcessInstanceView]:
        self._answer()
        return [item for item in self.instances.values() if item.parent_key == key]

    def list_element_instances(
        self, process_instance_key: str, *, state: str | None = None
    ) -> list[ElementInstanceView]:
        self._answer()
        names = {"Start_Intake": "待受理", "Call_WatchAcceptance": "监督受理时限"}
        waiting = [
            ElementInstanceView("1", element, name, "TASK", "ACTIVE", BEGAN, None, process_instance_key)
            for element, name in names.items()
        ]
        return [
            *waiting,
            ElementInstanceView(
                "2",
                "UserTask_SettleOnSpot",
                "现场办结",
                "USER_TASK",
                "TERMINATED",
                BEGAN,
                ENDED,
                process_instance_key,
            ),
        ]

    def list_instances(self, conditions: Mapping[str, object]) -> list[ProcessInstanceView]:
        self._answer()
        wanted = {name: set(asked["$in"]) for name, asked in conditions.items() if isinstance(asked, dict)}
        return [
            item
            for item in self.instances.values()
            if item.key in wanted.get("processInstanceKey", {item.key})
            and item.parent_key in wanted.get("parentProcessInstanceKey", {item.parent_key})
        ]

    def list_elements(self, conditions: Mapping[str, object]) -> list[ElementInstanceView]:
        key = conditions.get("processInstanceKey")
        return self.list_element_instances(str(key)) if key else []

    def search_elements(
        self,
        conditions: Mapping[str, object],
        *,
        start: int = 0,
        limit: int = 500,
        is_newest_first: bool = False,
    ) -> FoundElements:
        found = self.list_elements(conditions)
        return FoundElements(tuple(found[start : start + limit]), len(found))

    def list_jobs(self, process_instance_key: str, *, limit: int = 500) -> list[JobView]:
        self._answer()
        return []

    def list_scoped_variables(self, process_instance_key: str, *, limit: int = 500) -> list[VariableView]:
        values = self.list_variables(process_instance_key)
        return [VariableView(name, value, process_instance_key) for name, value in values.items()]

    def search_incidents(self, *, limit: int) -> FoundIncidents:
        found = self.list_incidents()
        return FoundIncidents(tuple(found[:limit]), len(found))

    def list_element_counts(self, process_instance_key: str) -> list[ElementCount]:
        self._answer()
        return [
            ElementCount("Start_Intake", 0, 1, 0, 0),
            ElementCount("Call_WatchAcceptance", 1, 0, 0, len(self.incidents)),
        ]

    def list_taken_flows(self, process_instance_key: str) -> list[str]:
        self._answer()
        return ["Flow_1"]

    def list_latest_processes(self) -> list[DefinitionView]:
        self._answer()
        return [DefinitionView(name, name, f"过程{name}", LATEST, f"{name}.bpmn") for name in SHIPPED]

    def list_versions(self, process_id: str) -> list[DefinitionView]:
        self._answer()
        if process_id not in SHIPPED:
            return []
        return [
            DefinitionView(
                process_id if number == LATEST else f"{process_id}-{number}",
                process_id,
                f"过程{process_id}",
                number,
                f"{process_id}.bpmn",
            )
            for number in (LATEST, 1)
        ]

    def list_running_versions(self) -> list[RunningVersion]:
        self._answer()
        running = Counter(
            DefinitionView(
                item.definition_key,
                item.process_id,
                item.process_name,
                item.version,
                f"{item.process_id}.bpmn",
            )
            for item in self.instances.values()
        )
        return [RunningVersion(version, number) for version, number in running.items()]

    def list_open_user_tasks(self) -> list[EngineTask]:
        self._answer()
        return list(self.open_tasks)

    def list_waiting_counts(self, definition_key: str) -> list[ElementCount]:
        self._answer()
        return list(self.waiting)

    def list_latest_decisions(self) -> list[DefinitionView]:
        self._answer()
        return [DefinitionView("9", "triage", "分类", 2, "triage")]

    def list_decisions(self, process_instance_key: str) -> list[EvaluatedDecision]:
        self._answer()
        return list(self.decisions)

    def get_decision_file(self, definition_key: str) -> str:
        self._answer()
        if definition_key in self.decision_files:
            return self.decision_files[definition_key]
        shipped = BPMN / "dmn" / f"{definition_key}.dmn"
        if not shipped.is_file():
            raise NotFound
        return shipped.read_text("utf-8")

    def list_waiting_jobs(self) -> list[WaitingJob]:
        self._answer()
        return list(self.jobs)

    def get_element_instance(self, key: str) -> ElementInstanceView:
        self._answer()
        return ElementInstanceView(key, "Task_Sms", "发短信", "SERVICE_TASK", "ACTIVE", self.began, None, "1")

    def get_instance_key_of_element(self, element_instance_key: str) -> str:
        self._answer()
        return element_instance_key

    def get_diagram(self, definition_key: str) -> str:
        self._answer()
        return self.diagrams.get(definition_key) or (
            BPMN / f"{definition_key.split('-1', maxsplit=1)[0].split('-2', maxsplit=1)[0]}.bpmn"
        ).read_text("utf-8")

    def list_incidents(self, process_instance_key: str | None = None) -> list[IncidentView]:
        self._answer()
        return [
            found
            for found in self.incidents
            if process_instance_key in (None, found.process_instance_key) and found.key not in self.retried
        ]

    def retry_incident(self, key: str) -> None:
        self._answer()
        self.retried.append(key)

    def list_variables(self, process_instance_key: str, names: Sequence[str] = ()) -> dict[str, object]:
        self._answer()
        return {"clock_state": "near", "round": 1}

    def _answer(self) -> None:
        if self.is_away:
            raise OutsideUnavailable
