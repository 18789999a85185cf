"""The number of places that a recipe of CONTRIBUTING gives is counted at one thing that is there, its witness (HS-2, HS-16)."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from services.tasks.registry import TASKS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
# What tells of the past or of everything at once, and tests: those that a recipe asks for are named there.
NOT_COUNTED = ("tests/", "docs/adr/", "CHANGELOG.md", "CONTRIBUTING.md", "README")
GENERATED = re.compile(
    r"bpmn/(names\.py|shipped\.json)|docs/((process|states|replay)\.md|images/.*)|api/v1/openapi\.json"
)
# By recipe all the names that one thing of the kind has.
WITNESSES = {
    "user task": r"review-opinion|ReviewOpinion|REVIEW_OPINION",
    "limit": r"referral_arbitration|REFERRAL_ARBITRATION|ReferralArbitration|arbitration_clock_id"
    r"|time_limits_of_arbitration|start_arbitration",
    "letter": r"measures_text|propose_measures|What is being done",
    "channel": r"channel\.opinion_box|\"opinion_box\"|OPINION_BOX",
    "engine element": r"business_rule_task|businessRuleTask|BusinessRuleTask|BUSINESS_RULE_TASK|\| business rule task",
}
# Where else it is named, it is used.
HOMES = {"engine element": "engine/"}
_WORD = re.compile(r"[\w-]+")
_TOKEN = re.compile(r"`([^`\s]+)`")


def texts() -> dict[str, str]:
    """Every text file of the repository that counts."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = {}
    for name in listed.splitlines():
        if not name.startswith(NOT_COUNTED) and (ROOT / name).is_file():
            found[name] = (ROOT / name).read_bytes().decode("utf-8", "replace")
    return found


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """Read once."""
    return texts()


def recipe_of(thing: str, text: str = TEXT) -> str:
    begin = re.search(rf"^\*\*An? {thing}\*\*", text, re.MULTILINE)
    assert begin is not None, thing
    return text[begin.start() :].split("\n\n", 1)[0]


def numbers_of(recipe: str) -> tuple[int, int]:
    """How many places the recipe promises, and how many of them are generated."""
    places = re.search(r"\((\d+) places(?:[^)]*?, (\d+) of them generated)?", recipe)
    assert places is not None, recipe[:60]
    return int(places[1]), int(places[2] or 0)


def named_in(recipe: str) -> re.Pattern[str]:
    """The paths that a recipe names: `<x>` stands for any name, a folder for what is in it."""
    paths = [token for token in _TOKEN.findall(recipe) if "/" in token]
    parts = [re.sub(r"<\w+>", r"[\\w.-]+", re.escape(path)) for path in paths]
    return re.compile("|".join(f"{part}.*" if part.endswith("/") else part for part in parts))


def faults(thing: str, files: Mapping[str, str], text: str = TEXT) -> list[str]:
    recipe = recipe_of(thing, text)
    home = HOMES.get(thing, "")
    witness = re.compile(WITNESSES[thing])
    found = [name for name, content in files.items() if name.startswith(home) and witness.search(content)]
    named, (places, generated) = named_in(recipe), numbers_of(recipe)
    lost = [f"{name} is not told of" for name in found if not named.fullmatch(name)]
    made = sum(1 for name in found if GENERATED.fullmatch(name))
    if (len(found), made) != (places, generated):
        lost.append(f"told {places}, {generated} generated; found {len(found)}, {made} generated")
    return lost


@pytest.mark.parametrize("thing", WITNESSES)
def test_a_recipe_names_every_place_and_gives_their_number(thing: str, files: dict[str, str]) -> None:
    """HS-2, HS-16."""
    assert faults(thing, files) == []


def test_a_place_more_a_place_less_and_a_wrong_number_are_found(files: dict[str, str]) -> None:
    """HS-16 probe."""
    more = {**files, "services/attic/list_of_tasks.py": '"review-opinion"'}
    found = "told 14, 5 generated; found 15, 5 generated"
    assert faults("user task", more) == ["services/attic/list_of_tasks.py is not told of", found]
    less = {name: content for name, content in files.items() if name != "bpmn/names.py"}
    assert faults("user task", less) == ["told 14, 5 generated; found 13, 4 generated"]
    wrong = TEXT.replace("A channel** (8 places", "A channel** (9 places")
    assert faults("channel", files, wrong) == ["told 9, 0 generated; found 8, 0 generated"]


def test_an_engine_element_has_its_two_tests() -> None:
    """HS-16."""
    recipe = recipe_of("engine element")
    assert "8 places and 2 tests" in recipe
    folders = [token for token in _TOKEN.findall(recipe) if token.startswith("tests/")]
    assert len(folders) == 2
    for folder in folders:
        inside = [path.read_text("utf-8") for path in (ROOT / folder).iterdir() if path.is_file()]
        assert any(re.search(WITNESSES["engine element"], text) for text in inside), folder


def lists_of_tasks(files: Mapping[str, str]) -> set[str]:
    """Files that name user tasks of two processes: lists, which a new task would have to be entered in."""
    found = set()
    for name, content in files.items():
        words = set(_WORD.findall(content))
        processes = {
            task.process
            for element, task in TASKS.items()
            if words & {str(task.form), str(element), task.element.name}
        }
        if len(processes) > 1:
            found.add(name)
    return found


def test_no_file_lists_user_tasks_but_those_that_the_recipe_names(files: dict[str, str]) -> None:
    """HS-2, HS-35: generated ones, catalogues and the steps of stories."""
    lists = lists_of_tasks(files)
    named = named_in(recipe_of("user task"))
    words = re.compile(r"api/translations/\w+/LC_MESSAGES/\w+\.po")
    assert len(lists) >= 8
    assert sorted(name for name in lists if not named.fullmatch(name) and not words.fullmatch(name)) == []
    planted = {"services/attic/table.py": "UserTask_DecideReview USER_TASK_GIVE_ANSWER"}
    assert lists_of_tasks(planted) == set(planted)
