"""A day beyond every calendar, sent by each form and list that takes one: said at its field, and never a fault of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from marshmallow import ValidationError

from api.schemas.base import Moment
from services.forms.field_rules import FieldFault, FieldSetting, clean_datetime
from tests.full_office import FullOffice
from tests.tiers.sisters import leave
from tests.web.pages import Visitor
from tests.web_staff.people import BY_ROLE

PAGES = Path("api/pages")
DAY_FIELD = re.compile(r"""type=['"](date|datetime-local)['"]""")
OUTSIDE = ("0001-01-01", "9999-12-31")
# The calendar of a new office has the years from 2004 to 2030.
BEYOND = ("1950-01-02", "2035-01-04")
# By the template with the day: who opens which page without anything having happened.
OPENED = {
    "administration/assessment_form.html": ("administrator", "/privacy/assessments/email/new"),
    "administration/calendar.html": ("administrator", "/administration/calendar"),
    "administration/calendar_import.html": ("administrator", "/administration/calendar/import"),
    "administration/data_contracts.html": ("administrator", "/privacy/contracts"),
    "administration/data_incident_form.html": ("administrator", "/privacy/incidents/new"),
    "administration/mandate_new.html": ("administrator", "/mandates/new"),
    "administration/place.html": ("administrator", "/administration/windows/C03"),
    "administration/provisions.html": ("supervisor", "/privacy/provisions"),
    "administration/visiting_hours.html": ("administrator", "/administration/appointments"),
    "administration/what_ifs.html": ("administrator", "/what-if"),
    "staff/absences.html": ("administrator", "/absences"),
    "staff/analysis.html": ("supervisor", "/analysis"),
    "staff/analysis_rates.html": ("supervisor", "/analysis/rates"),
    "staff/anonymous_list.html": ("supervisor", "/anonymous-list"),
    "staff/audit_macros.html": ("auditor", "/audit/trail"),
    "staff/cases.html": ("intake", "/cases"),
    "staff/counter.html": ("intake", "/counter"),
    "staff/entries_macros.html": ("supervisor", "/analysis/limits"),
    "staff/figures.html": ("supervisor", "/figures"),
    "staff/file_reviews.html": ("supervisor", "/reviews"),
    "staff/ledger.html": ("intake", "/ledger"),
    "staff/legal_bases.html": ("administrator", "/legal-bases"),
    "staff/measure_new.html": ("supervisor", "/measures/new"),
    "staff/opening_form.html": ("intake", "/openings/new"),
    "staff/performance_rules.html": ("supervisor", "/performance/rules"),
    "staff/prior_cases.html": ("intake", "/prior"),
    "staff/register.html": ("intake", "/register"),
    "staff/relations.html": ("intake", "/relations"),
    "staff/staffing_person.html": ("supervisor", "/staffing/people/xun.wenshi"),
    "staff/study_new.html": ("supervisor", "/studies/new"),
}
# Shown of something that people have begun; their days are read by the same two functions, which an architecture test asks.
OF_SOMETHING = {
    "administration/data_incident.html",
    "administration/limit_change.html",
    "staff/alarm.html",
    "staff/case/keeping.html",
    "staff/measure.html",
    "staff/outside_reviews_of_case.html",
    "staff/post.html",
    "staff/post_macros.html",
    "staff/proposal.html",
    "staff/study.html",
    "staff/transfer.html",
}


@dataclass
class SentForm:
    """A form of a page as a browser sends it, with words where nothing stands, and which of its fields are days."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    days: dict[str, str] = field(default_factory=dict)


class FormReader(HTMLParser):
    """The forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self._by_id: dict[str, SentForm] = {}
        self._now: SentForm | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._now = SentForm(told.get("action", ""), told.get("method", "get").lower())
            self.forms.append(self._now)
            self._by_id[told.get("id", "")] = self._now
        form = self._by_id.get(told["form"]) if "form" in told else self._now
        if form is None:
            return
        if tag == "option":
            if self._select and told.get("value") and not form.fields[self._select]:
                form.fields[self._select] = told["value"]
        elif name := told.get("name"):
            self._take(tag, name, told, form)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._now = None
        if tag == "select":
            self._select = ""

    def _take(self, tag: str, name: str, told: dict[str, str], form: SentForm) -> None:
        kind = told.get("type", "text")
        if tag == "select":
            self._select = name
            form.fields.setdefault(name, "")
        elif tag == "textarea":
            form.fields[name] = "窗口人员态度生硬"
        elif tag == "button":
            form.fields.setdefault(name, told.get("value", ""))
        elif tag == "input" and kind in ("date", "datetime-local"):
            form.days[name] = kind
        elif tag == "input" and kind != "file":
            empty = {"hidden": "", "number": "1", "checkbox": "1"}.get(kind, "张三")
            form.fields.setdefault(name, told.get("value") or empty)


def read_forms(page: str) -> list[SentForm]:
    """Those in which a day is typed."""
    reader = FormReader()
    reader.feed(page)
    return [form for form in reader.forms if form.days]


def send(visitor: Visitor, address: str, form: SentForm, day: str) -> tuple[int, str]:
    """Status and text of the answer to this day in all fields for days."""
    days = {name: day if kind == "date" else f"{day}T09:30" for name, kind in form.days.items()}
    fields = {**form.fields, **days}
    action = form.action or address
    is_sent = form.method == "post"
    answer = visitor.post(action, fields) if is_sent else visitor.get(f"{action}?{urlencode(fields)}")
    # A list that is asked for in a form answers at an address of its own.
    answer = visitor.get(answer.headers["Location"]) if is_sent and answer.status_code == 303 else answer
    return answer.status_code, answer.text


def text_of_errors(page: str) -> list[str]:
    return re.findall(r'class="error-text"[^>]*>([^<]+)', page)


def templates_with_days() -> Iterator[str]:
    for path in sorted(PAGES.rglob("*.html")):
        if DAY_FIELD.search(path.read_text(encoding="utf-8")):
            yield path.relative_to(PAGES).as_posix()


def test_every_page_that_takes_a_day_is_known_here() -> None:
    named = OPENED.keys() | OF_SOMETHING | {"administration/what_if_macros.html"}
    assert set(templates_with_days()) <= named
    assert named - {"administration/what_if_macros.html"} <= set(templates_with_days())


@pytest.mark.parametrize("day", leave((*OUTSIDE, *BEYOND), lambda day: day == BEYOND[1]))
def test_no_day_that_is_typed_is_a_fault_of_ours(
    office: FullOffice, sign_in: Callable[[str], Visitor], day: str
) -> None:
    """Lists answer as to any other day; forms take the day or say what is wrong with it."""
    visitors = {role: sign_in(BY_ROLE[role]) for role in {role for role, _ in OPENED.values()}}
    faults: dict[str, object] = {}
    for template, (role, address) in OPENED.items():
        page = visitors[role].get(address)
        forms = read_forms(page.text)
        if not forms:
            faults[template] = (page.status_code, "no day")
        for form in forms:
            status, text = send(visitors[role], address, form, day)
            is_told = status == 200 or day not in OUTSIDE or "1900年至2100年" in text
            if status >= 500 or not is_told:
                faults[f"{template} {form.action} {sorted(form.days)}"] = (status, text_of_errors(text))
    assert not faults, "\n".join(f"{name}: {fault}" for name, fault in faults.items())


@pytest.mark.parametrize("subtype", ["date", "datetime"])
def test_a_form_of_a_diagram_takes_no_day_outside(subtype: str, office: FullOffice) -> None:
    """Every field for a day of every form that a process owner draws is read by this one rule."""
    setting = FieldSetting({"subtype": subtype}, (), {}, office.clock.now().date())
    tail = "" if subtype == "date" else "T09:30"
    assert [clean_datetime(f"{day}{tail}", setting) for day in BEYOND] == [f"{day}{tail}" for day in BEYOND]
    for day in OUTSIDE:
        with pytest.raises(FieldFault, match="NOT_A_DATE"):
            clean_datetime(f"{day}{tail}", setting)


def test_a_program_sends_no_moment_outside() -> None:
    """Whatever zone it is told in."""
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
        with pytest.raises(ValidationError):
            Moment().deserialize(moment)
    assert Moment().deserialize("2035-01-04T09:30:00+08:00").year == 2035
