"""The engine's error tree; each border (gRPC, REST) translates it with one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a command was rejected; the names are those of the Zeebe rejection types."""

    NOT_FOUND = "NOT_FOUND"
    INVALID_STATE = "INVALID_STATE"
    INVALID_ARGUMENT = "INVALID_ARGUMENT"
    ALREADY_EXISTS = "ALREADY_EXISTS"
    # An error that nobody foresaw; the command was undone.
    PROCESSING_ERROR = "PROCESSING_ERROR"


class EngineError(Exception):
    """Base of everything the engine raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a deployed file, at the element that carries it."""

    file: str
    element_type: str
    element_id: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.element_type} '{self.element_id}': {self.message}"


class DeploymentError(EngineError):
    """A deployment is refused as a whole; `faults` lists everything found, never only the first."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class CommandRejected(EngineError):
    """A command cannot be applied; nothing was changed by it."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


class ExpressionError(EngineError):
    """A FEEL expression does not parse, or an `assert` inside it failed."""


class InvariantBroken(EngineError):
    """The engine contradicts itself (illegal transition, lost entity); the command is undone."""


class NotStorable(EngineError):
    """A command made a value that no column can hold; it is undone before anything of it reaches the store."""
