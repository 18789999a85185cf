"""No finding while somebody may still speak (陈述期、补充期) or a part of joint handling is out, and none against the unheard."""

from collections.abc import Collection, Sequence
from datetime import date

from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.case.lifecycle import DecisionKind
from models.clock.legal_time import beijing_date, to_beijing
from models.ground.errors import InvalidInput
from models.office.unit import OrganisationUnit
from services.beside.respondent.hearing import AGAINST_THE_RESPONDENT, find_hearing, name_asked
from services.beside.sheets.sent_sheet import find_due
from services.casefile.decisions import find_decision, list_decided_rows
from services.casefile.lead_unit import find_lead_fault
from services.casefile.open_parts import list_held_parts, list_parts_of
from services.casefile.open_windows import WaitedFor, is_about, list_open_windows
from services.clocks.office_ladder import load_ladder
from services.forms.task_case import Answers, TaskCase, text_of
from services.unit_of_work import Unit

LATER = "later"
NOT_HEARD = "RESPONDENT_NOT_HEARD"
WAITS_FOR_UNIT = "FINDING_WAITS_FOR_UNIT"
WAITS_FOR_COMPLAINANT = "FINDING_WAITS_FOR_COMPLAINANT"
WAITS_FOR_PARTS = "FINDING_WAITS_FOR_PARTS"
PART_OUT = "PART_OUT"


def require_nothing_waits(case: TaskCase, rows: Sequence[Answers], found: Collection[object]) -> None:
    """InvalidInput by row when one of the matters `found` by number waits: with the last day and for whom, or what is missing."""
    windows = list_open_windows(case.complaint, case.unit)
    held = {
        f"matters.{index}.finding": max(waiting, key=lambda row: row.window_ends_at)
        for index, row in enumerate(rows)
        if row["no"] in found
        and (waiting := [window for window in windows if is_about(window, int(str(row["no"])))])
    }
    codes: dict[str, str] = {
        path: WAITS_FOR_UNIT if isinstance(row, RespondentRequest) else WAITS_FOR_COMPLAINANT
        for path, row in held.items()
    }
    facts = {path: _facts(row, case.unit) for path, row in held.items()}
    missing = _missing_parts(case, rows, found)
    codes = dict.fromkeys(missing, WAITS_FOR_PARTS) | codes | _find_lead_faults(case, rows, found)
    if codes:
        raise InvalidInput(codes, facts=missing | facts)


def require_parts_in(case: TaskCase, path: str, matter_nos: Collection[int] = ()) -> None:
    """InvalidInput on `path` with the list of what is missing while a part of these matters is out, of all without a number."""
    held = list_held_parts(case.complaint, case.unit)
    if missing := [row for row in held if not matter_nos or set(row.matter_nos) & set(matter_nos)]:
        raise InvalidInput({path: PART_OUT}, facts={path: {"parts": word_missing(missing, case.unit)}})


def word_missing(parts: Sequence[Referral], unit: Unit) -> str:
    """Each unit with the moment by which it owes its part."""
    return "；".join(_word_missing(row, unit) for row in parts)


def _word_missing(row: Referral, unit: Unit) -> str:
    due = find_due(row.result_clock_id, unit)
    name = unit.session.get_one(OrganisationUnit, row.unit_code).name
    return name if due is None else f"{name}（{to_beijing(due):%Y-%m-%d %H:%M}）"


def _find_lead_faults(case: TaskCase, rows: Sequence[Answers], found: Collection[object]) -> dict[str, str]:
    """A finding on coordination is led by a unit that it is not about, unless a superior named it."""
    faults = {
        f"matters.{index}.finding": find_lead_fault(case.complaint, int(str(row["no"])), case.unit)
        for index, row in enumerate(rows)
        if row["no"] in found
    }
    return {path: fault for path, fault in faults.items() if fault is not None}


def _missing_parts(
    case: TaskCase, rows: Sequence[Answers], found: Collection[object]
) -> dict[str, dict[str, object]]:
    held = list_held_parts(case.complaint, case.unit)
    return {
        f"matters.{index}.{'adoption' if text_of(row, 'adoption') else 'finding'}": {
            "parts": word_missing(missing, case.unit)
        }
        for index, row in enumerate(rows)
        if row["no"] in found and (missing := list_parts_of(held, int(str(row["no"]))))
    }


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
        return {**until, "unit": name_asked(row, unit)}
    return {**until}


def _last_day(row: WaitedFor, unit: Unit) -> date:
    # A window ends with the opening of the office on the workday after its last day.
    return load_ladder(unit.session).calendar.previous_workday(beijing_date(row.window_ends_at))
