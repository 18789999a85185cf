"""Deletes files that were put into a form and never submitted, and their bytes after them."""

from sqlalchemy import exists, func, select

from models.case.form_upload import TASK_PLACE, FormUpload
from models.case.lifecycle import TaskState
from models.case.task import Task
from services.evidence.incoming_file import StoredFile
from services.filing.filing_draft import delete_files
from services.retention.policy import UPLOADS
from services.unit_of_work import UnitFactory

# A file may be large: few at once, so that a round is short.
ROWS_AT_ONCE = 50


def sweep_uploads(make_unit: UnitFactory) -> int:
    """One round; how many went. Looks without a lock first, as most rounds find nothing.

    What lies in the form of an open task stays as long as the task: the draft that names it does too, however late it is sent.
    """
    key_of_task = func.substr(FormUpload.place, len(TASK_PLACE) + 1)
    with make_unit().reading() as unit:
        is_old = FormUpload.uploaded_at < UPLOADS.until(unit.clock.now())
        is_open = FormUpload.place.startswith(TASK_PLACE, autoescape=True) & exists().where(
            Task.user_task_key == key_of_task, Task.state == TaskState.OPEN
        )
        keys = unit.session.scalars(select(FormUpload.id).where(is_old, ~is_open).limit(ROWS_AT_ONCE)).all()
    if not keys:
        return 0
    unit_of_work = make_unit()
    with unit_of_work as unit:
        # Looked at again with the lock: what is submitted meanwhile is evidence and has no row here.
        rows = unit.session.scalars(select(FormUpload).where(FormUpload.id.in_(keys)).with_for_update()).all()
        files = tuple(
            StoredFile(row.name, row.media_type, row.size, row.sha256, row.storage_key, row.safe_copy_key)
            for row in rows
        )
        for row in rows:
            unit.session.delete(row)
    delete_files(files, unit_of_work)
    return len(rows)
