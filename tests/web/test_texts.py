"""Every text of a page and every code that a page may show has a Chinese sentence."""

from __future__ import annotations

import ast
import re
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from api.i18n import LANGUAGES, _catalogue, catalogue_files, has_text
from models.case import lifecycle
from models.ground import codes, ways
from models.ground.errors import DomainError
from services.evidence.file_type import ALLOWED
from services.forms.form_fault import FormFaultCode

ROOT = Path(__file__).parents[2]
KIND_OF: dict[type[StrEnum], str] = {
    codes.Channel: "channel",
    codes.MatterDecision: "decision",
    codes.NonAcceptGround: "nonaccept_ground",
    codes.Category: "category",
    codes.Route: "route",
    codes.Complexity: "complexity",
    codes.IdentityKind: "identity_kind",
    codes.Finding: "finding",
    codes.Disposal: "disposal",
    codes.RespondentMatch: "respondent_match",
    codes.Role: "role",
    codes.UnitKind: "unit_kind",
    codes.RelationEffect: "relation_effect",
    codes.RelationSubject: "relation_subject",
    codes.Method: "method",
    codes.OpinionDecision: "opinion_decision",
    codes.OpinionReview: "opinion_review",
    codes.FollowUp: "follow_up",
    codes.ReferralKind: "referral_kind",
    codes.ReferralRole: "referral_role",
    codes.Arbitration: "arbitration",
    codes.EntrustmentKind: "entrustment_kind",
    codes.RequestedSide: "requested_side",
    codes.RecusalSubject: "recusal_subject",
    codes.RecusalOutcome: "recusal_outcome",
    codes.RectificationKind: "rectification_kind",
    codes.ReviewOutcome: "review_outcome",
    codes.ToldWay: "told_way",
    codes.CaseRole: "case_role",
    lifecycle.RequestState: "request_state",
    lifecycle.Stage: "stage",
    ways.Way: "way",
    ways.ContactOutcome: "contact_outcome",
    ways.VisitResult: "visit_result",
    lifecycle.RunReason: "run_reason",
    lifecycle.RunEnd: "run_end",
    lifecycle.StartStage: "start_stage",
    lifecycle.StartStep: "start_step",
    lifecycle.Outcome: "outcome",
    lifecycle.ClockKind: "clock_kind",
    lifecycle.Rung: "rung",
    lifecycle.Announce: "announce",
    lifecycle.ClockPauseReason: "pause_reason",
    lifecycle.ClockStopReason: "stop_reason",
    lifecycle.ClockMoveReason: "move_reason",
    lifecycle.TaskState: "task_state",
    lifecycle.DecisionKind: "decision_kind",
    lifecycle.FileEntryKind: "entry_kind",
    lifecycle.DayKind: "day_kind",
}
# Words in quotes that look like a code of a refusal; every one of them may reach a page.
CODE = re.compile(r'(?:RuleRefused\(|NotPermitted\(code=|Conflict\(code=|^\s+code = )"([A-Z][A-Z_]+)"', re.M)
# A refusal whose code is a constant of its module, and the constants.
NAMED_CODE = re.compile(r"(?:RuleRefused\(|NotPermitted\(code=|Conflict\(code=)([A-Z][A-Z_]+)\)")
CONSTANT = re.compile(r'^([A-Z][A-Z_]+) = "([A-Z][A-Z_]+)"$', re.M)


def msgids() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "api/pages").rglob("*.html"):
        for quoted in re.findall(r"""\b_\(\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", path.read_text()):
            found.add(ast.literal_eval(quoted))
    for path in (ROOT / "api").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_text = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "gettext"
            if is_text and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def test_every_text_of_a_page_is_in_the_chinese_catalogue() -> None:
    found = msgids()
    assert len(found) > 100
    assert sorted(text for text in found if not has_text(text)) == []


def test_every_enum_has_a_kind_in_the_catalogue() -> None:
    enums = {
        value
        for module in (codes, lifecycle, ways)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
    }
    assert enums == set(KIND_OF)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_enum_value_has_a_name(language: str) -> None:
    keys = {f"{kind}.{value.value}" for enum, kind in KIND_OF.items() for value in enum}
    assert sorted(keys - _catalogue(language).keys()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_type_of_file_that_may_come_in_has_a_name(language: str) -> None:
    keys = {f"media_type.{media_type}" for media_type in ALLOWED}
    assert sorted(keys - _catalogue(language).keys()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fault_of_a_form_is_told_with_how_to_mend_it(language: str) -> None:
    """OW-4."""
    keys = {f"{kind}.{code.value}" for code in FormFaultCode for kind in ("fault", "remedy")}
    assert sorted(keys - _catalogue(language).keys()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_refusal_has_a_title_and_says_what_to_do(language: str) -> None:
    sources = [path for folder in ("services", "models") for path in (ROOT / folder).rglob("*.py")]
    found = {code for path in sources for code in CODE.findall(path.read_text())}
    found |= {kind.code for kind in _subclasses(DomainError)} | _named_codes(sources)
    assert len(found) > 10
    keys = {f"{kind}.{code}" for code in found for kind in ("problem", "advice")}
    assert sorted(keys - _catalogue(language).keys()) == []


def test_every_code_that_has_a_chinese_name_has_an_english_one() -> None:
    """Whole sentences are their own English; codes are not."""
    codes = {key for key in _catalogue("zh") if re.fullmatch(r"[a-z_]+\.[\w.-]+", key)}
    assert len(codes) > 900
    assert sorted(codes - _catalogue("en").keys()) == []


def test_no_file_names_a_code_twice() -> None:
    """The second would stand for both, also where they are elements of two diagrams."""
    for path in (ROOT / "api/translations").rglob("*.po"):
        codes = re.findall(r'^msgid "([a-z_]+\.[\w.-]+)"$', path.read_text(), re.M)
        assert sorted({code for code in codes if codes.count(code) > 1}) == [], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_stands_in_two_catalogues(language: str) -> None:
    """One of them would be read at the places of both, and nobody sees which."""
    catalogues: dict[str, list[str]] = {}
    for path in catalogue_files(language):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id and not message.context:
                    catalogues.setdefault(str(message.id), []).append(path.name)
    assert {text: names for text, names in catalogues.items() if len(names) > 1} == {}


def test_the_values_in_a_text_are_the_same_in_both_languages() -> None:
    for message, chinese in _catalogue("zh").items():
        if "%(" in message:
            assert set(re.findall(r"%\((\w+)\)", message)) == set(re.findall(r"%\((\w+)\)", chinese)), message


def _named_codes(sources: list[Path]) -> set[str]:
    values = {name: code for path in sources for name, code in CONSTANT.findall(path.read_text())}
    used = {name for path in sources for name in NAMED_CODE.findall(path.read_text())}
    return {values[name] for name in used if name in values}


def _subclasses(base: type[DomainError]) -> set[type[DomainError]]:
    return {base} | {found for child in base.__subclasses__() for found in _subclasses(child)}
