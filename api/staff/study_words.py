"""What a study is about, in words, and the lists of cases behind its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from api.i18n import code_text, gettext, language
from models.ground.wave_codes import WaveDimension
from models.office.measure import Measure
from models.office.study import Study
from models.office.wave_alarm import WaveAlarm
from services.office.causes import map_cause_names
from services.studies.count_study import Seen
from services.studies.subject import Subject, subject_of
from services.unit_of_work import UnitFactory
from services.views.organisation_names import map_codes_to_names

_YES = "1"


def name_codes(rows: Sequence[Study | Measure], make_unit: UnitFactory) -> Mapping[str, str]:
    """Units, items and causes of these by code."""
    codes = {code for row in rows for code in (row.unit, row.item) if code}
    causes = map_cause_names(make_unit(), language()) if any(row.cause for row in rows) else {}
    return {**causes, **map_codes_to_names(codes, make_unit())}


def about_of(study: Study, names: Mapping[str, str]) -> str:
    """Unit, item, problem type and cause, as far as it is narrowed to them."""
    codes = [names.get(code, code) for code in (study.unit, study.item) if code]
    kind = [code_text("category", study.category)] if study.category else []
    cause = [names.get(study.cause, study.cause)] if study.cause else []
    return " · ".join([*codes, *kind, *cause]) or gettext("all complaints")


def ledger_of(study: Study, seen: Seen, *, true: bool) -> str:
    """The ledger of the complaints of one number."""
    asked = _asked(subject_of(study), true=true)
    return f"/ledger?{urlencode({**asked, 'from': seen.since.isoformat(), 'until': seen.until.isoformat()})}"


def measure_of(study: Study) -> str:
    """The form of a measure that this study decided on, about the same."""
    about = {name: getattr(study, name) for name in ("category", "unit", "item", "cause")}
    told = {name: str(code) for name, code in about.items() if code}
    return f"/measures/new?{urlencode({'study': study.id, **told})}"


def begin_from_wave(wave: WaveAlarm) -> dict[str, str]:
    """Fields of the form of a new study by what a wave is about; of a window see `find_window_subject`."""
    field = {WaveDimension.UNIT: "unit", WaveDimension.ITEM: "item", WaveDimension.CATEGORY: "category"}
    known = {field[wave.dimension]: wave.code} if wave.dimension in field else {}
    return {**known, "since": wave.begins_on.isoformat(), "until": wave.until.isoformat()}


def say_window(wave: WaveAlarm) -> str:
    """Why a study is opened of a wave at a window: what the fields of a study cannot say."""
    return gettext(
        "Rising complaints at window %(window)s: %(seen)d came in from %(since)s to %(until)s; %(usual)s are usual.",
        window=wave.code,
        seen=wave.seen,
        since=wave.begins_on,
        until=wave.until,
        usual=f"{wave.usual:.1f}",
    )


def _asked(subject: Subject, *, true: bool) -> dict[str, str]:
    of_problem = {"problem_unit": subject.unit, "problem_item": subject.item}
    if subject.cause and true:
        told = {"true_cause": subject.cause, **of_problem}
    elif subject.category is None:
        told = {"about": subject.unit, "item": subject.item}
    else:
        told = {
            "problem": subject.category.value,
            **of_problem,
            "problem_true": _YES if true else "",
        }
    return {name: code for name, code in {**told, "counted_once": _YES}.items() if code}
