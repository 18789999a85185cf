"""User tasks of the office: what the engine asks people about no case, and a page of this application decides."""

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, KEY_LENGTH, Base, UtcDateTime


class OfficeTask(Base):
    """One that is open; the look at the engine's tasks brings it, the row leaves with the decision or with its task.

    `page` is what its diagram refers to in place of a form (bpmn/pages.py), `subject_id` the thing that the page is about.
    `unit` is the unit whose people alone are asked, None where the whole office is; `due_at` is when an answer is due.
    """

    __tablename__ = "office_task"
    __table_args__ = (
        Index("ix_office_task_subject_id_page", "subject_id", "page"),
        Index("ix_office_task_process_instance_key", "process_instance_key"),
    )

    user_task_key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    process_instance_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    page: Mapped[str] = mapped_column(String(CODE_LENGTH))
    subject_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    candidate_groups: Mapped[list[str]] = mapped_column(JSON, default=list)
    unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
