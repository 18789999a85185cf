"""The progress page: where the complaint stands, what comes next and by when, and the forms of what is possible now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import render_template

from api.submission_ids import new_submission_id, shown_submission_id
from models.case.lifecycle import Stage
from services.evidence.incoming_file import RefusedFile
from services.views.progress import Progress


@dataclass(frozen=True, slots=True)
class SentForm:
    """Which form of the page was sent and what became of it: done, refused by a rule, or with faults by field."""

    form: str
    refused: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    refused_files: Sequence[RefusedFile] = ()

    @property
    def is_done(self) -> bool:
        """Whether it was taken."""
        return self.refused is None and not self.errors


def progress_page(progress: Progress, query_code: str, sent: SentForm | None = None) -> str:
    """The page; `query_code` goes into the hidden fields of its forms."""
    step, due_at = next_step(progress)
    is_done = sent is not None and sent.is_done
    return render_template(
        "citizen/progress.html",
        progress=progress,
        query_code=query_code,
        submission_id=new_submission_id() if is_done else shown_submission_id(sent.errors if sent else ()),
        next_step=step,
        next_due_at=due_at,
        handled_until=_handled_until(progress),
        sent=sent.form if sent else None,
        done=sent.form if sent and is_done else None,
        refused=sent.refused if sent else None,
        errors=sent.errors if sent else {},
        refused_files=sent.refused_files if sent else (),
    )


def _handled_until(progress: Progress) -> tuple[datetime, datetime] | None:
    """Both dates while the case is handled: the decision is not yet the answer, and the complainant waits for the latter."""
    told = progress.resolve_due_at, progress.answer_due_at
    if (
        progress.is_bounded
        or progress.stage not in (Stage.INVESTIGATION, Stage.DISPOSAL)
        or progress.open_supplements
    ):
        return None
    return (told[0], told[1]) if told[0] is not None and told[1] is not None else None


def next_step(progress: Progress) -> tuple[str, datetime | None]:
    """What the office does next, as a code of the catalogue, and by when if a limit is told."""
    if progress.is_closed:
        if not progress.merged_into:
            return "archived", None
        is_answered = all(case.answer is not None for case in progress.leading_cases)
        return ("merged_answered", None) if is_answered else ("merged", progress.merged_due_at)
    if progress.open_supplements:
        return "supplement", progress.open_supplements[0].until
    if progress.stage is Stage.INTAKE:
        return "intake", progress.acceptance_due_at
    if progress.stage in (Stage.INVESTIGATION, Stage.DISPOSAL):
        return "bounded" if progress.is_bounded else progress.stage.value, progress.resolve_due_at
    is_due = progress.stage in (Stage.FEEDBACK, Stage.REFERRAL) and progress.answer is None
    return progress.stage.value, progress.answer_due_at if is_due else None
