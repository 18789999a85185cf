"""Opens a batch of files whose term is over, the longest first, to be judged by two people."""

from models.case.appraisal import Appraisal, AppraisalLine
from models.case.number_series import lock_series
from models.clock.legal_time import to_beijing
from models.ground.errors import RuleRefused
from models.ground.ids import new_id
from services.actor import Actor
from services.keeping.appraising_rights import require_appraiser
from services.keeping.due_files import DueFile, list_due
from services.unit_of_work import Unit, UnitOfWork

# What two people judge file by file, and one decides, in reasonable time.
MOST = 200
NOTHING_DUE = "NOTHING_DUE"
SERIES = "JD"


def open_appraisal(unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its id. What holds a file keeps it out; sent twice, the second batch is of other files.

    NotPermitted for who does not appraise, RuleRefused(NOTHING_DUE) where no file is due.
    """
    login = require_appraiser(actor)
    with unit_of_work as unit:
        now = unit.clock.now()
        year = to_beijing(now).year
        # Two who open a batch at once wait here for each other, so that no file is taken twice.
        series = lock_series(unit.session, SERIES, year)
        files = _take(unit, actor)
        if not files:
            raise RuleRefused(NOTHING_DUE)
        series.last_number += 1
        number = f"{SERIES}-{year}-{series.last_number:03d}"
        row = Appraisal(id=new_id(), number=number, files=len(files), opened_by=login, opened_at=now)
        unit.session.add(row)
        unit.session.flush()
        for file in files:
            unit.session.add(
                AppraisalLine(
                    appraisal_id=row.id, complaint_id=file.complaint.id, ended_on=file.keeping.ends_on
                )
            )
        payload = {"appraisal_id": row.id, "number": number, "files": len(files)}
        unit.trail.add(None, "appraisal.opened", payload, actor)
        return row.id


def _take(unit: Unit, actor: Actor) -> list[DueFile]:
    found: list[DueFile] = []
    after = ""
    while len(found) < MOST:
        page = list_due(after, unit, actor)
        found += [file for file in page.files if not file.holds]
        after = page.next_after
        if not after:
            break
    return found[:MOST]
