"""Jobs that were done: the answer of each, written in the transaction of its effect."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import KEY_LENGTH, Base, JsonObject, UtcDateTime
from models.ground.errors import RuleRefused
from models.office.engine_anchor import ANCHOR_ROW, EngineAnchor

# The generation of rows that an earlier release wrote.
FIRST_GENERATION = 1


class JobOfAnotherStore(RuleRefused):
    """The office knows another job by this key: the engine's store was lost, is older or is another office's."""

    def __init__(self) -> None:
        super().__init__("JOB_OF_ANOTHER_STORE")


class InboxRow(Base):
    """One job and its answer; the same job again gets the same answer and has no second effect."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_element_instance_key", "element_instance_key"),
        Index("ix_inbox_process_instance_key", "process_instance_key", "done_at"),
        Index("ix_inbox_done_at", "done_at", "job_key"),
    )

    job_key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    element_instance_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    # Null in rows of a release that did not write it, until the sweep has asked for it.
    process_instance_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    job_type: Mapped[str] = mapped_column(String(80))
    attempt: Mapped[int] = mapped_column(default=1)
    # Of the anchor; null in rows of an earlier release, which are of the first store.
    generation: Mapped[int | None]
    result: Mapped[JsonObject | None] = mapped_column(JSON)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class JobIdentity:
    """Which job asks; `process_instance_key` None where whoever asks does not know it."""

    job_key: str
    element_instance_key: str
    job_type: str
    process_instance_key: str | None = None


@dataclass(frozen=True, slots=True)
class DoneJob:
    """A job whose effect is in this transaction, with the variables it returns."""

    job: JobIdentity
    result: JsonObject
    done_at: datetime


def find_result(session: Session, job: JobIdentity) -> JsonObject | None:
    """The answer that this very job got before; None when its effect was never committed.

    JobOfAnotherStore where another job was done under its key since the present anchor began: an engine gives a key out once.
    One that was done before is forgotten, and this one is to be done: the next anchor begins where a person accepted the store
    as it is now. Where it begins without one, as after one was cancelled, no key comes again, and so no other job asks.
    """
    row = session.get(InboxRow, job.job_key)
    if row is None:
        return None
    anchor = session.get(EngineAnchor, ANCHOR_ROW)
    if anchor is not None and _is_given_up(row, job, anchor):
        session.delete(row)
        session.flush()
        return None
    if not _is_of(row, job):
        raise JobOfAnotherStore
    return None if row.done_at is None else row.result


def forget_result(session: Session, job_key: str) -> None:
    """The answer was another job's, whose subject the caller knows: this one is to be done."""
    session.delete(session.get_one(InboxRow, job_key))
    session.flush()


def _is_given_up(row: InboxRow, job: JobIdentity, anchor: EngineAnchor) -> bool:
    """Whether nothing can ask for this row again."""
    if (row.generation or 0) < anchor.store_since:
        # Of a store that the office has given up: its keys may come again.
        return True
    # A cluster that was put back gives keys out again after the next anchor began. What it had given out before is asked for by
    # the same job alone.
    return (row.generation or FIRST_GENERATION) < anchor.generation and not _is_of(row, job)


def _is_of(row: InboxRow, job: JobIdentity) -> bool:
    """Whether it was this job that was done: rows of an earlier release do not say their instance."""
    if (row.element_instance_key, row.job_type) != (job.element_instance_key, job.job_type):
        return False
    instances = {row.process_instance_key, job.process_instance_key} - {None}
    return len(instances) <= 1


def record_result(session: Session, done: DoneJob) -> None:
    """Keep the answer; the primary key refuses a second transaction of the same job."""
    anchor = session.get(EngineAnchor, ANCHOR_ROW)
    session.add(
        InboxRow(
            job_key=done.job.job_key,
            element_instance_key=done.job.element_instance_key,
            process_instance_key=done.job.process_instance_key,
            job_type=done.job.job_type,
            attempt=1,
            generation=None if anchor is None else anchor.generation,
            result=done.result,
            done_at=done.done_at,
        )
    )
    session.flush()
