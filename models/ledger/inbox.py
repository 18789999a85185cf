"""Jobs that were done: the answer of each, written in the transaction of its effect."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import KEY_LENGTH, Base, JsonObject, UtcDateTime
from models.ground.errors import RuleRefused
from models.office.engine_anchor import ANCHOR_ROW, EngineAnchor


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
class DoneJob:
    """A job whose effect is in this transaction, with the variables it returns."""

    job_key: str
    element_instance_key: str
    job_type: str
    result: JsonObject
    done_at: datetime
    process_instance_key: str | None = None


def find_result(session: Session, job_key: str, element_instance_key: str) -> JsonObject | None:
    """The answer that this job got before; None when its effect was never committed.

    JobOfAnotherStore where the key was that of a job of another token: an engine gives a job and its token out once.
    """
    row = session.get(InboxRow, job_key)
    if row is None:
        return None
    anchor = session.get(EngineAnchor, ANCHOR_ROW)
    if anchor is not None and (row.generation or 0) < anchor.store_since:
        # Of a store that the office has given up: its keys may come again, and nothing of it is asked for again.
        session.delete(row)
        session.flush()
        return None
    if row.element_instance_key != element_instance_key:
        raise JobOfAnotherStore
    return None if row.done_at is None else row.result


def record_result(session: Session, job: DoneJob) -> None:
    """Keep the answer; the primary key refuses a second transaction of the same job."""
    anchor = session.get(EngineAnchor, ANCHOR_ROW)
    session.add(
        InboxRow(
            job_key=job.job_key,
            element_instance_key=job.element_instance_key,
            process_instance_key=job.process_instance_key,
            job_type=job.job_type,
            attempt=1,
            generation=None if anchor is None else anchor.generation,
            result=job.result,
            done_at=job.done_at,
        )
    )
    session.flush()
