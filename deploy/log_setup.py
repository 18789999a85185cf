"""Logs of every process: JSON lines on stderr, named events, listed fields only."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import structlog
from structlog.typing import EventDict, WrappedLogger

from services.correlation import current_correlation

# Ids, enums, numbers and places; a field that is not listed could hold what a person typed.
LISTED_FIELDS = frozenset(
    {
        "event", "level", "timestamp", "process", "error_type", "error_code", "error_id", "place", "job_type",
        "job_key", "attempt", "retries", "kind", "outbox_id", "user_task_key", "complaint_id", "clock_id", "count",
        "seconds", "status", "reason", "dropped_fields", "port", "signal", "task_type", "code",
        "correlation_id", "route", "step", "error", "outcome", "is_away", "dispatch_id", "order_id",
    }
)  # fmt: skip

# The loggers whose messages are kept in their own words, which hold process ids, ports, types and places only: gunicorn, which
# keeps the processes of the pages and reads no request (the door does), and what the engine undid.
PLAIN_WORDS = frozenset({"gunicorn.error", "engine.processing.unforeseen"})
LONGEST_WORDS = 300


def configure_logging(process: str) -> None:
    """Send structlog and the standard library's warnings to stderr as JSON lines."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _named(process),
            add_correlation,
            drop_unlisted,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # Libraries put values into their messages, so only that something happened, and where, is kept.
    logging.basicConfig(level=logging.WARNING, handlers=[_LibraryHandler()], force=True)


def drop_unlisted(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop every field that is not listed and say how many were dropped."""
    dropped = [name for name in event if name not in LISTED_FIELDS]
    for name in dropped:
        del event[name]
    if dropped:
        event["dropped_fields"] = len(dropped)
    return event


def add_correlation(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The id under which the line was written, where there is one."""
    correlation_id = current_correlation()
    if correlation_id is not None:
        event["correlation_id"] = correlation_id
    return event


def _named(process: str) -> structlog.typing.Processor:
    def add(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["process"] = process
        return event

    return add


class _LibraryHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        reason = record.getMessage()[:LONGEST_WORDS] if record.name in PLAIN_WORDS else record.levelname
        log = structlog.get_logger()
        tell = log.error if record.levelno >= logging.ERROR else log.warning
        tell(
            "library_message",
            place=_place_of(error) or f"{record.name}:{record.funcName}:{record.lineno}",
            error_type=type(error).__name__ if error else None,
            reason=reason,
        )


def _place_of(error: BaseException | None) -> str:
    trace = error.__traceback__ if error is not None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
