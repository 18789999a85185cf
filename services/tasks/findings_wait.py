"""No finding while somebody may still speak (陈述期、补充期), and none against a respondent who was not heard."""

from collections.abc import Collection, Sequence
from datetime import date

from models.beside.respondent_request import RespondentRequest
from models.case.lifecycle import DecisionKind
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput
from models.office.unit import OrganisationUnit
from services.beside.respondent.hearing import AGAINST_THE_RESPONDENT, find_hearing
from services.casefile.decisions import find_decision, list_decided_rows
from services.casefile.open_windows import WaitedFor, is_about, list_open_windows
from services.clocks.office_ladder import load_ladder
from services.forms.task_case import Answers, TaskCase, text_of
from services.unit_of_work import Unit

LATER = "later"
NOT_HEARD = "RESPONDENT_NOT_HEARD"
WAITS_FOR_UNIT = "FINDING_WAITS_FOR_UNIT"
WAITS_FOR_COMPLAINANT = "FINDING_WAITS_FOR_COMPLAINANT"


def require_nothing_waits(case: TaskCase, rows: Sequence[Answers], found: Collection[object]) -> None:
    """InvalidInput by row, with the last day and for whom, when one of the matters `found` by number waits."""
    windows = list_open_windows(case.complaint, case.unit)
    held = {
        f"matters.{index}.finding": max(waiting, key=lambda row: row.window_ends_at)
        for index, row in enumerate(rows)
        if row["no"] in found
        and (waiting := [window for window in windows if is_about(window, int(str(row["no"])))])
    }
    if held:
        codes = {
            path: WAITS_FOR_UNIT if isinstance(row, RespondentRequest) else WAITS_FOR_COMPLAINANT
            for path, row in held.items()
        }
        raise InvalidInput(codes, facts={path: _facts(row, case.unit) for path, row in held.items()})


def require_heard(case: TaskCase, rows: Sequence[Answers]) -> None:
    """InvalidInput by row where an opinion turns a finding against a respondent who, as far as the file tells, was not heard."""
    recorded = find_decision(case.complaint.id, DecisionKind.FINDINGS, case.complaint.round, case.unit)
    known = {row.get("no"): row for row in list_decided_rows(recorded.content)} if recorded else {}
    faults = {
        f"matters.{index}.heard": NOT_HEARD
        for index, row in enumerate(rows)
        if _is_against(row)
        and not _is_against(known.get(row["no"], {}))
        and not text_of(row, "heard")
        and find_hearing(case.complaint, int(str(row["no"])), case.unit) is None
    }
    if faults:
        raise InvalidInput(faults)


def _is_against(row: Answers) -> bool:
    return text_of(row, "finding") in AGAINST_THE_RESPONDENT


def _facts(row: WaitedFor, unit: Unit) -> dict[str, object]:
    until = {"until": _last_day(row, unit)}
    if isinstance(row, RespondentRequest):
        return {**until, "unit": unit.session.get_one(OrganisationUnit, row.unit_code).name}
    return {**until}


def _last_day(row: WaitedFor, unit: Unit) -> date:
    # A window ends with the opening of the office on the workday after its last day.
    return load_ladder(unit.session).calendar.previous_workday(beijing_date(row.window_ends_at))
