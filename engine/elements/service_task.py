"""Service task: one job."""

from __future__ import annotations

from engine.behaviours.jobs import create_job
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.elements import ServiceTask
from engine.state.element_instance import ElementInstance


class ServiceTaskProcessor(Processor[ServiceTask]):
    """Waits until its job is completed."""

    def activate(self, turn: Turn, token: ElementInstance, element: ServiceTask) -> None:
        """Offer the job."""
        create_job(turn, token, element.job)
