"""The visible table from element type to processor: what is not here cannot be executed."""

from __future__ import annotations

from typing import Any, Final

from engine.elements.boundary_event import BoundaryEventProcessor
from engine.elements.business_rule_task import BusinessRuleTaskProcessor
from engine.elements.call_activity import CallActivityProcessor
from engine.elements.end_event import EndEventProcessor
from engine.elements.event_based_gateway import EventBasedGatewayProcessor
from engine.elements.event_sub_process import EventSubProcessProcessor
from engine.elements.exclusive_gateway import ExclusiveGatewayProcessor
from engine.elements.inclusive_gateway import InclusiveGatewayProcessor
from engine.elements.intermediate_catch_event import IntermediateCatchEventProcessor
from engine.elements.intermediate_throw_event import IntermediateThrowEventProcessor
from engine.elements.multi_instance_body import MultiInstanceBodyProcessor
from engine.elements.parallel_gateway import ParallelGatewayProcessor
from engine.elements.process import ProcessProcessor
from engine.elements.processor import Processor
from engine.elements.receive_task import ReceiveTaskProcessor
from engine.elements.script_task import ScriptTaskProcessor
from engine.elements.service_task import ServiceTaskProcessor
from engine.elements.start_event import StartEventProcessor
from engine.elements.sub_process import SubProcessProcessor
from engine.elements.user_task import UserTaskProcessor
from engine.model.elements import ElementType

# Any: each processor takes the element class that its type is built from.
PROCESSORS: Final[dict[str, Processor[Any]]] = {
    ElementType.PROCESS: ProcessProcessor(),
    ElementType.START_EVENT: StartEventProcessor(),
    ElementType.SERVICE_TASK: ServiceTaskProcessor(),
    ElementType.SEND_TASK: ServiceTaskProcessor(),
    ElementType.SCRIPT_TASK: ScriptTaskProcessor(),
    ElementType.BUSINESS_RULE_TASK: BusinessRuleTaskProcessor(),
    ElementType.USER_TASK: UserTaskProcessor(),
    ElementType.RECEIVE_TASK: ReceiveTaskProcessor(),
    ElementType.EXCLUSIVE_GATEWAY: ExclusiveGatewayProcessor(),
    ElementType.INCLUSIVE_GATEWAY: InclusiveGatewayProcessor(),
    ElementType.PARALLEL_GATEWAY: ParallelGatewayProcessor(),
    ElementType.EVENT_BASED_GATEWAY: EventBasedGatewayProcessor(),
    ElementType.CALL_ACTIVITY: CallActivityProcessor(),
    ElementType.SUB_PROCESS: SubProcessProcessor(),
    ElementType.EVENT_SUB_PROCESS: EventSubProcessProcessor(),
    ElementType.MULTI_INSTANCE_BODY: MultiInstanceBodyProcessor(),
    ElementType.BOUNDARY_EVENT: BoundaryEventProcessor(),
    ElementType.INTERMEDIATE_CATCH_EVENT: IntermediateCatchEventProcessor(),
    ElementType.INTERMEDIATE_THROW_EVENT: IntermediateThrowEventProcessor(),
    ElementType.END_EVENT: EndEventProcessor(),
    # Never activated: `behaviours/readable.py` stops the token before.
    ElementType.UNKNOWN: Processor(),
}
