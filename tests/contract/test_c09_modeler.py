"""C9: the shipped files are as Camunda Modeler saves them, and the least release that is stated loads our templates."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpmn.canonical import canonical_digest
from bpmn.modeler import LEAST_MODELER, LIBRARY, Modeler, open_modeler
from bpmn.reading import DECISIONS, FOLDER, FORMS
from bpmn.save_diagrams import save_diagrams
from deploy.webbuild import SOURCES

ROOT = FOLDER.parent
DIAGRAMS = sorted(FOLDER.glob("*.bpmn"))
DECIDES_IN_0_2_0 = 'candidateGroups="approver,director"'
DECIDES_TODAY = 'candidateGroups="investigator,supervisor,approver,director"'
TEMPLATES = sorted((FOLDER / ".camunda" / "element-templates").glob("*.json"))


@pytest.fixture(scope="module")
def modeler() -> Iterator[Modeler]:
    try:
        with open_modeler() as opened:
            yield opened
    except FileNotFoundError as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_opening_and_saving_a_shipped_diagram_changes_no_byte(path: Path, modeler: Modeler) -> None:
    """OW-9: else run `make bpmn`."""
    text = path.read_text("utf-8")
    assert modeler.save(text) == text


def test_a_diagram_from_elsewhere_is_brought_into_that_form_by_one_run(modeler: Modeler) -> None:
    """OW-9: the extension of 0.2.0, with who decides it today, has other bytes; the second run has nothing to do."""
    name = "extension.bpmn"
    of_0_2_0 = (Path(__file__).parents[1] / "adapters" / "files_of_0_2_0" / name).read_text("utf-8")
    assert of_0_2_0.count(DECIDES_IN_0_2_0) == 1
    old = of_0_2_0.replace(DECIDES_IN_0_2_0, DECIDES_TODAY)
    saved = modeler.save(old)
    assert saved == (FOLDER / name).read_text("utf-8") != old
    assert modeler.save(saved) == saved
    assert canonical_digest(name, old.encode()) == canonical_digest(name, saved.encode())


def test_every_template_loads_in_the_pinned_library(modeler: Modeler) -> None:
    """OW-10."""
    templates = [json.loads(path.read_text("utf-8")) for path in TEMPLATES]
    assert len(templates) == 29
    loaded, refusals = modeler.load(templates)
    assert (refusals, sorted(loaded)) == ([], sorted(template["id"] for template in templates))


def test_a_template_that_it_does_not_know_is_refused_in_words(modeler: Modeler) -> None:
    """OW-10 probe: this is how releases before the least one refuse two of ours."""
    template = json.loads((TEMPLATES[0].with_name("check-assignment.json")).read_text("utf-8"))
    template["properties"][1]["binding"]["type"] = "zeebe:listenerOfTomorrow"
    loaded, refusals = modeler.load([template])
    assert loaded == []
    assert "zeebe:listenerOfTomorrow" in refusals[0]


def test_the_least_release_stands_in_every_file_and_where_owners_read() -> None:
    """OW-10: it is the release that carries the pinned library."""
    packages = json.loads((SOURCES / "package.json").read_text("utf-8"))["devDependencies"]
    # Camunda Modeler 5.47.0 was released with camunda-bpmn-js 5.27.0 (its changelog).
    assert (LEAST_MODELER, packages["camunda-bpmn-js"]) == ("5.47.0", "5.27.0")
    assert json.loads((LIBRARY.parents[1] / "package.json").read_text("utf-8"))["version"] == "5.27.0"
    for path in (*DIAGRAMS, *DECISIONS.glob("*.dmn")):
        assert f'exporterVersion="{LEAST_MODELER}"' in path.read_text("utf-8"), path.name
    for path in FORMS.glob("*.form"):
        assert json.loads(path.read_text("utf-8"))["exporter"]["version"] == LEAST_MODELER, path.name
    for name in ("README.md", "README.zh-CN.md", "bpmn/README.md"):
        assert f"Camunda Modeler {LEAST_MODELER.removesuffix('.0')}" in (ROOT / name).read_text("utf-8"), name


def test_only_what_changed_is_written(tmp_path: Path, modeler: Modeler) -> None:
    """OW-9: `make bpmn` a second time."""
    copies = [Path(shutil.copy(FOLDER / name, tmp_path)) for name in ("review.bpmn", "recusal.bpmn")]
    text = copies[0].read_text("utf-8")
    copies[0].write_text(text.replace("\n    ", "\n  "), "utf-8")
    assert save_diagrams(modeler, copies) == [copies[0]]
    assert copies[0].read_text("utf-8") == text
    assert save_diagrams(modeler, copies) == []
