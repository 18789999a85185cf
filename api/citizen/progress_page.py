"""The progress page: where the complaint stands, what comes next and by when, and the forms of what is possible now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import render_template

from api.context import make_unit
from api.submission_ids import new_submission_id, shown_submission_id
from models.ground.privacy_codes import DataRight
from models.vault.masking import PersonalField
from services.evidence.incoming_file import RefusedFile
from services.privacy.own_incidents import list_told_incidents
from services.privacy.request_lines import list_own_requests
from services.views.progress import Progress
from services.views.progress_next import find_handled_until, find_next_step
from services.views.progress_slip import write_slip

OWN = "own"


@dataclass(frozen=True, slots=True)
class SentForm:
    """Which form of the page was sent and what became of it: done, refused by a rule, or with faults by field.

    `refused_by`: it was taken and is on file, and the answer is no by this rule.
    """

    form: str
    refused: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    refused_files: Sequence[RefusedFile] = ()
    refused_by: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was taken."""
        return self.refused is None and not self.errors


def progress_page(progress: Progress, query_code: str, sent: SentForm | None = None) -> str:
    """The page; `query_code` goes into the hidden fields of its forms."""
    is_done = sent is not None and sent.is_done
    tells_words = progress.own is not None or not progress.may_prove
    return render_template(
        "citizen/progress.html",
        progress=progress,
        query_code=query_code,
        submission_id=new_submission_id() if is_done else shown_submission_id(sent.errors if sent else ()),
        next_step=find_next_step(progress),
        handled_until=find_handled_until(progress),
        slip=write_slip(progress),
        incidents=list_told_incidents(progress.complaint_id, make_unit()),
        data_requests=list_own_requests(progress.complaint_id, make_unit(), tells_words=tells_words),
        data_rights=list(DataRight),
        personal_fields=list(PersonalField),
        sent=sent.form if sent else None,
        done=sent.form if sent and is_done else None,
        refused=sent.refused if sent else None,
        errors=sent.errors if sent else {},
        refused_files=sent.refused_files if sent else (),
        refused_by=sent.refused_by if sent else None,
    )
