"""What the trail calls told stands where the complainant reads it, on his page from the real web server."""

from __future__ import annotations

import re
from pathlib import Path

from api.i18n import _catalogue
from models.case.lifecycle import DecisionKind
from models.ledger.trail_event import TrailEvent
from services.acts.reveal_identity import REFUSED, REVEALED
from services.casefile.show_to_complainant import Shown
from services.requests.kinds import KINDS
from tests.served_office import ServedOffice
from tests.unit.side_requests.side_case import SideCase
from tests.web.own_part import prove
from tests.web.told_places import PLACES, PROVED_PLACES, TO_OTHERS
from tests.web.told_scenes import SCENES, fresh_case, part_of, progress_of

ROOT = Path(__file__).parents[2]
# Words by which the trail says that the complainant was told, asked, reminded or shown something.
TOLD = re.compile(r"告知|通知|公布|提醒|公示")
EVENT = re.compile(r'trail\.add\(\s*[\w.]+,\s*"([a-z_]+\.[a-z_]+)"', re.MULTILINE)
ABOUT = re.compile(r'"about": "(\w+)"')
# What must be readable at the place of each event, as a pattern.
READ: dict[tuple[str, str | None], str] = {
    ("complaint.registered", None): "我到C03窗口申领失业保险金",
    ("decision.acceptance", None): "受理|并案|现场办结",
    ("decision.settlement", None): "现场",
    ("matters.merged", None): "并案.*YH-2026-",
    ("decision.approval", None): "处理意见已批准",
    ("answer.published", None): "查明情况.*(予以纠正|经查，属实)",
    ("answer.rated", None): "您评价了答复",
    ("case.redone", None): "决定重新办理",
    ("case.reopened", None): "重新办理",
    ("case.withdrawn", None): "已核实，确认撤回",
    ("withdrawal.requested", None): "您申请撤回：",
    ("withdrawal.verified", None): "核实",
    ("supplement.requested", None): "请您补充： 请提供收据照片",
    ("supplement.reminded", None): "已提醒您",
    ("supplement.received", None): "您补充： 收据如下",
    ("extension.effective", None): "延至",
    ("complainant.told", "extension"): "延期理由：等外地单位确认",
    ("progress.shown", "referral"): "已转交",
    ("progress.shown", "review"): "监控时段有误，应当重新调查",
    ("identity.consent_recorded", None): "已记录您同意将姓名告知相关单位",
    ("identity.told_unit", None): "经您同意，已将您的姓名告知：云河市人力资源和社会保障局",
    ("review.requested", None): "认定与监控不符",
    ("review.decided", None): "重新办理",
}


def sources() -> list[str]:
    return [path.read_text("utf-8") for path in (ROOT / "services").rglob("*.py")]


def kinds_on_the_trail() -> set[str]:
    """Every kind of event that the services write about a case."""
    found = {kind for text in sources() for kind in EVENT.findall(text)}
    found |= {kind.opening.event for kind in KINDS.values()}
    return found | {f"decision.{kind.value}" for kind in DecisionKind} | {"complaint.registered"}


def test_every_event_that_says_told_has_a_place_on_the_progress_page() -> None:
    """UX-2 DM-4: by its Chinese words; a new one without a place is found here."""
    kinds = kinds_on_the_trail()
    assert len(kinds) > 60
    said = {kind for kind in kinds if TOLD.search(_catalogue("zh").get(f"event.{kind}", ""))}
    assert {"complainant.told", "progress.shown", "answer.published", "supplement.requested"} <= said
    assert sorted(said - {kind for kind, _ in PLACES} - TO_OTHERS.keys()) == []
    assert TO_OTHERS.keys() <= said


def test_no_place_is_kept_for_an_event_that_nothing_writes() -> None:
    assert {kind for kind, _ in PLACES} <= kinds_on_the_trail()
    assert set(READ) == set(PLACES)


def test_everything_that_is_told_or_shown_about_something_has_its_place() -> None:
    """DM-4: who tells of another thing names the place where it is read."""
    told = {about for text in sources() if '"complainant.told"' in text for about in ABOUT.findall(text)}
    assert {about for kind, about in PLACES if kind == "complainant.told"} == told == {"extension"}
    assert {about for kind, about in PLACES if kind == "progress.shown"} == {shown.value for shown in Shown}


def test_the_complainant_reads_at_its_place_everything_that_is_on_the_trail(
    served_office: ServedOffice,
) -> None:
    """UX-2 UX-17 DM-4, R92: review, more time, material, withdrawal, each matter, his own words; over a socket, in Chinese."""
    met: set[tuple[str, str | None]] = set()
    for scene in SCENES:
        case = scene(served_office)
        page = progress_of(served_office.visitor(), case)
        for kind, about in told_of(served_office, case):
            met.add((kind, about))
            place = PLACES[kind, about]
            assert re.search(READ[kind, about], part_of(page, place)), (scene.__name__, kind, about)
    assert met == set(PLACES)


def test_what_became_of_his_identity_has_a_place_behind_one_more_proof(served_office: ServedOffice) -> None:
    """Every look at an identity and everybody who got it; nothing of it is kept from him, and nothing shown before."""
    kinds = kinds_on_the_trail() | {REVEALED, REFUSED}
    assert PROVED_PLACES.keys() <= kinds
    seen = {kind for kind in kinds if kind.startswith("identity.")}
    # What he had changed, a look that was refused and what he agreed to himself are no looks of others.
    assert seen - PROVED_PLACES.keys() == {
        "identity.address_changed",
        "identity.corrected",
        REFUSED,
        "identity.consent_recorded",
    }
    case = fresh_case(served_office)
    visitor = served_office.visitor()
    closed, opened = progress_of(visitor, case), prove(visitor, case).text
    for place in set(PROVED_PLACES.values()):
        assert part_of(closed, place) == ""
        assert part_of(opened, place) != ""


def told_of(served: ServedOffice, case: SideCase) -> set[tuple[str, str | None]]:
    """What is on the trail of this case and has a place."""
    events = served.office.rows(TrailEvent, complaint_id=case.complaint_id)
    found = {(event.kind, about) for event in events for about in (event.payload.get("about"), None)}
    return {key for key in found if key in PLACES}
