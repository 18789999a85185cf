"""The visible list of all stored nouns; store, recovery and tests walk it."""

from __future__ import annotations

from typing import Final

from engine.state.correlated_message import CorrelatedMessage
from engine.state.decision_definition import DecisionDefinition
from engine.state.decision_instance import DecisionInstance
from engine.state.decision_requirements import DecisionRequirements
from engine.state.deployment import Deployment
from engine.state.element_instance import ElementInstance
from engine.state.element_statistic import ElementStatistic
from engine.state.entity import Entity
from engine.state.form_definition import FormDefinition
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.key_counter import KeyCounter
from engine.state.message import Message
from engine.state.message_correlation import MessageCorrelation
from engine.state.message_start_subscription import MessageStartSubscription
from engine.state.message_subscription import MessageSubscription
from engine.state.process_definition import ProcessDefinition
from engine.state.process_instance import ProcessInstance
from engine.state.sequence_flow_taken import SequenceFlowTaken
from engine.state.timer import Timer
from engine.state.unfinished_loop import UnfinishedLoop
from engine.state.user_task import UserTask
from engine.state.variable import Variable

# In the order in which recovery may load them: a noun stands after those it refers to.
ENTITY_TYPES: Final[tuple[type[Entity], ...]] = (
    KeyCounter,
    Deployment,
    ProcessDefinition,
    FormDefinition,
    DecisionRequirements,
    DecisionDefinition,
    MessageStartSubscription,
    ElementStatistic,
    ProcessInstance,
    ElementInstance,
    UnfinishedLoop,
    SequenceFlowTaken,
    CorrelatedMessage,
    Variable,
    Job,
    Timer,
    Message,
    MessageCorrelation,
    MessageSubscription,
    Incident,
    UserTask,
    DecisionInstance,
)
