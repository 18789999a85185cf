"""Something that needs a person before a token can go on; data, not an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IncidentState(StrEnum):
    """Life of an incident."""

    ACTIVE = "ACTIVE"
    RESOLVED = "RESOLVED"


class ErrorType(StrEnum):
    """Incident types; the names are those of the REST interface."""

    JOB_NO_RETRIES = "JOB_NO_RETRIES"
    TASK_LISTENER_NO_RETRIES = "TASK_LISTENER_NO_RETRIES"
    IO_MAPPING_ERROR = "IO_MAPPING_ERROR"
    EXTRACT_VALUE_ERROR = "EXTRACT_VALUE_ERROR"
    CONDITION_ERROR = "CONDITION_ERROR"
    CALLED_ELEMENT_ERROR = "CALLED_ELEMENT_ERROR"
    CALLED_DECISION_ERROR = "CALLED_DECISION_ERROR"
    DECISION_EVALUATION_ERROR = "DECISION_EVALUATION_ERROR"
    FORM_NOT_FOUND = "FORM_NOT_FOUND"
    UNHANDLED_ERROR_EVENT = "UNHANDLED_ERROR_EVENT"
    # At a token: a stored diagram has something that this engine does not execute; at a root: it rests (ADR 0180).
    UNKNOWN = "UNKNOWN"
    MESSAGE_SIZE_EXCEEDED = "MESSAGE_SIZE_EXCEEDED"


@dataclass(frozen=True, slots=True)
class Failure:
    """What did not go, and the sentence for the person who looks at it."""

    error_type: ErrorType
    message: str


@dataclass(frozen=True, slots=True)
class Incident:
    """`ended_at` is set when it was resolved, or when its element ended."""

    key: int
    error_type: str
    error_message: str
    state: str
    element_id: str
    element_instance_key: int
    process_instance_key: int
    process_definition_key: int
    process_id: str
    created_at: int
    ended_at: int | None = None
    job_key: int | None = None
