"""Stored nouns with short arguments, for searches over a store that was filled beforehand."""

from engine.state.element_instance import ElementInstance
from engine.state.incident import Incident
from engine.state.process_definition import ProcessDefinition
from engine.state.process_instance import ProcessInstance
from engine.state.user_task import UserTask
from engine.state.variable import Variable
from tests.rest.diagrams import decide_process

DEFINITION_KEY = 100
# 2026-09-01T00:00:00Z in epoch milliseconds.
SEPTEMBER = 1788220800000


def definition(
    key: int = DEFINITION_KEY, *, version: int = 1, process_id: str = "intake"
) -> ProcessDefinition:
    return ProcessDefinition(
        key=key,
        process_id=process_id,
        name="受理",
        version=version,
        version_tag=None,
        resource_name=f"{process_id}.bpmn",
        checksum="c",
        xml=decide_process(process_id=process_id),
        deployment_key=1,
        deployed_at=SEPTEMBER,
    )


def instance(
    key: int, *, started_at: int = SEPTEMBER, parent: int | None = None, **other: object
) -> ProcessInstance:
    return ProcessInstance(
        **{
            "key": key,
            "process_definition_key": DEFINITION_KEY,
            "process_id": "intake",
            "version": 1,
            "state": "ACTIVE",
            "started_at": started_at,
            "parent_instance_key": parent,
            "root_instance_key": parent or key,
            **other,
        }
    )


def element(key: int, instance_key: int, *, scope: int | None = None, **other: object) -> ElementInstance:
    return ElementInstance(
        **{
            "key": key,
            "process_instance_key": instance_key,
            "process_definition_key": DEFINITION_KEY,
            "process_id": "intake",
            "element_id": "Task_Decide",
            "element_type": "USER_TASK",
            "state": "ACTIVE",
            "scope_key": scope,
            "started_at": SEPTEMBER,
            **other,
        }
    )


def root_scope(instance_key: int) -> ElementInstance:
    return element(instance_key, instance_key, element_id="intake", element_type="PROCESS")


def variable(key: int, scope: int, name: str, value: object, *, instance_key: int | None = None) -> Variable:
    return Variable(
        key=key,
        scope_key=scope,
        process_instance_key=instance_key or scope,
        process_definition_key=DEFINITION_KEY,
        process_id="intake",
        name=name,
        value=value,
    )


def task(key: int, *, instance_key: int, element_key: int, **other: object) -> UserTask:
    return UserTask(
        **{
            "key": key,
            "state": "CREATED",
            "element_id": "Task_Decide",
            "name": "办理",
            "element_instance_key": element_key,
            "process_instance_key": instance_key,
            "process_definition_key": DEFINITION_KEY,
            "process_id": "intake",
            "process_version": 1,
            "created_at": SEPTEMBER,
            **other,
        }
    )


def incident(key: int, *, instance_key: int, element_key: int, message: str = "no retries left") -> Incident:
    return Incident(
        key=key,
        error_type="JOB_NO_RETRIES",
        error_message=message,
        state="ACTIVE",
        element_id="Task_Decide",
        element_instance_key=element_key,
        process_instance_key=instance_key,
        process_definition_key=DEFINITION_KEY,
        process_id="intake",
        created_at=SEPTEMBER,
    )
