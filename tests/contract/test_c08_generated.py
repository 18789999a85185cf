"""C8: names.py, docs/process.md and the digests of the release say what the diagrams say."""

from __future__ import annotations

import json

from bpmn.generate import NAMES, PROCESS_PAGE, SHIPPED, generated_files, list_stale, resource_digests
from bpmn.names_text import names_text
from bpmn.process_text import process_text
from bpmn.reading import FOLDER
from tests.contract.shipped import find_diagram, with_diagram, with_node

KINDS = {".bpmn", ".dmn", ".form"}


def test_generated_files_are_fresh() -> None:
    """C8."""
    assert set(generated_files()) == {NAMES, PROCESS_PAGE, SHIPPED}
    assert list_stale() == []


def test_last_release_holds_the_digest_of_every_resource() -> None:
    """C8: owners' versions win by comparing with these."""
    releases = json.loads(SHIPPED.read_text("utf-8"))["releases"]
    assert list(releases.values())[-1] == resource_digests()
    assert set(resource_digests()) == {path.name for path in FOLDER.rglob("*.*") if path.suffix in KINDS}
    assert {name.rpartition(".")[2] for name in resource_digests()} == {"bpmn", "dmn", "form"}


def test_digests_of_the_release_before_are_kept() -> None:
    """C8: an office of it is brought to this release, and its own changes are left alone."""
    releases = json.loads(SHIPPED.read_text("utf-8"))["releases"]
    assert len(releases["0.1.0"]) == 13
    assert releases["0.1.0"]["complaint.bpmn"] != resource_digests()["complaint.bpmn"]


def test_renamed_element_makes_both_texts_stale() -> None:
    """C8 probe."""
    changed = with_diagram(
        with_node(find_diagram("intake"), "UserTask_DecideAcceptance", id="UserTask_Decide")
    )
    assert names_text(changed) != NAMES.read_text("utf-8")
    assert process_text(changed) != PROCESS_PAGE.read_text("utf-8")
