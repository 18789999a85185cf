"""An office that follows one side process: how it begins, where it waits, what it has passed."""

from __future__ import annotations

from typing import Any

from tests.engine.driver import DAY, HOUR, Driver
from tests.process.office import Office, Script
from tests.process.reach import unreached

STOPPED: Script = [("stopped", "none", 0)]
LOUD: Script = [("near", "near", HOUR), ("over", "over", HOUR), ("over", "none", DAY)]


class SideOffice(Office):
    """A test says what each job answers, what people decide and how clocks run."""

    def __init__(self, engine: Driver, process_id: str) -> None:
        super().__init__(engine)
        self.process_id = process_id

    def answer(self, job_type: str, answer: dict[str, Any]) -> None:
        """What the worker of this job type returns from now on."""
        self.answers[f"complaint.{job_type}"] = answer

    def call(self, **variables: Any) -> int:
        """The process begins as a caller begins it; the key of the instance."""
        key = self.engine.create(self.process_id, **variables)
        self.work()
        return key

    def begin(self, message: str, name: str, key: str = "x1") -> int:
        """The process begins with its message, published as the sender does; the key of the instance."""
        self.engine.publish(
            f"complaint.{message}", key, ttl=DAY, message_id=key, **{name: key, "complaint_id": "c1"}
        )
        self.work()
        return self.engine.started(self.process_id)[-1]

    def receive(self, message: str, key: str, **variables: Any) -> None:
        """A message comes that is not kept when nobody waits for it."""
        self.say(f"complaint.{message}", key, ttl=0, **variables)

    def stop_clock(self, clock_id: str) -> None:
        """The service that stops a clock says so."""
        self.clocks[clock_id] = list(STOPPED)
        self.change_clock(clock_id)

    def where(self, key: int) -> list[str]:
        """Where the instance waits, without its watches."""
        return sorted(name for name in self.engine.active(key) if not name.startswith("Call_Watch"))

    def passed(self, key: int) -> set[str]:
        """Every element that was completed in the instance."""
        ended = [entry.rsplit(":", 1) for entry in self.engine.path(key)]
        return {name for name, state in ended if state == "COMPLETED"}

    def unreached(self) -> set[str]:
        """Elements and flows of the diagram that no instance has come to."""
        return unreached(self, self.process_id)
