"""The pages of a complaint that is written: one step, and the last look at everything before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Response, make_response, render_template

from api.citizen.filing_form import HONEYPOT, NOTICE, is_on, labels, typed_values
from api.citizen.filing_steps import CHECK, OF_A_NAME, STEPS, WISH, YOU, Step, as_sent, faults_of, step_of
from api.context import make_unit
from api.errors import RETRY_SECONDS, status_of
from api.place_groups import place_groups
from api.waits import code_of
from models.ground.errors import DomainError, InvalidInput, OutsideUnavailable
from services.evidence.incoming_file import MAX_FILE_BYTES, MAX_FILES, RefusedFile, StoredFile
from services.filing.draft_files import name_files
from services.office.item_checklists import find_item_code
from services.office.privacy_notices import NoticeText, find_shown_notice

_MEGABYTE = 1024 * 1024
BETWEEN = "|"  # in no SHA-256


@dataclass(frozen=True, slots=True)
class Written:
    """What is shown: everything typed so far, its files, and what is at fault with it."""

    values: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[StoredFile] = ()
    submission_id: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: DomainError | None = None
    refused_files: Sequence[RefusedFile] = ()
    is_kept: bool = False
    had_files: bool = False


def step_page(step: Step, written: Written) -> Response:
    """One of the three pages to write on."""
    more: dict[str, object] = {}
    if step is WISH:
        more = {"places": place_groups(), "item_code": _find_item(written)}
    if step is YOU:
        more["notice"] = _find_notice()
    return _answer(f"citizen/filing_{step.name}.html", step, written, **more)


def check_page(written: Written) -> Response:
    """Everything at a glance, as it will be sent, with the text on the use of data that is told by it."""
    sent = as_sent(dict(written.values))
    notice = _find_notice()
    files = [BETWEEN.join((sha256, name)) for name, sha256 in name_files(written.files)]
    return _answer(
        "citizen/filing_check.html",
        CHECK,
        written,
        notice=notice,
        # Open where it is another one than the page before it showed.
        is_new_notice=notice is not None and written.values.get(NOTICE) != notice.version,
        sent={NOTICE: notice.version, **sent} if notice is not None else sent,
        sent_files=files,
        written_steps=STEPS[:-1],
        is_anonymous=is_on(written.values.get("anonymous", "")),
        of_a_name=OF_A_NAME,
        item_code=_find_item(written),
    )


def _find_item(written: Written) -> str | None:
    """The item that was chosen, for its checklist."""
    return find_item_code(written.values.get("service_item", ""), make_unit())


def _answer(template: str, step: Step, written: Written, **more: object) -> Response:
    problem = written.problem
    page = render_template(
        template,
        step=step,
        steps=STEPS,
        reached=_reached(written),
        values=typed_values(written.values),
        files=written.files,
        errors=written.errors,
        error_pages={name: step_of(name) for name in written.errors},
        labels=labels(),
        refused=code_of(problem) if problem is not None and not isinstance(problem, InvalidInput) else None,
        refused_files=written.refused_files,
        had_files=written.had_files,
        is_kept=written.is_kept,
        submission_id=written.submission_id,
        honeypot=HONEYPOT,
        max_files=MAX_FILES,
        max_megabytes=MAX_FILE_BYTES // _MEGABYTE,
        **more,
    )
    status = 422 if written.errors else status_of(problem) if problem is not None else 200
    response = make_response(page, status)
    if isinstance(problem, OutsideUnavailable):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _find_notice() -> NoticeText | None:
    """None where nothing can be read at the moment: the complaint goes on, and its receipt tells it."""
    try:
        return find_shown_notice(make_unit())
    except OutsideUnavailable:
        return None


def _reached(written: Written) -> Step:
    """Up to where the way is open: to a page whose earlier ones have no fault."""
    faults = faults_of(dict(written.values))
    return next((step for step in STEPS if any(name in step.fields for name in faults)), CHECK)
