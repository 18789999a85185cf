"""Camunda Modeler's own library in the system's Chromium: what it saves of a diagram, and whether it takes a template.

Pinned in `web/package.json`; releases 5.14.2 to 5.35.0 of it save our diagrams alike (ADR 0127).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from bpmn.chromium import CHROMIUM, FLAGS

# The least release of Camunda Modeler that loads every template of ours; it carries the pinned library.
LEAST_MODELER: Final = "5.47.0"
LIBRARY = (
    Path(__file__)
    .parents[1]
    .joinpath("web", "node_modules", "camunda-bpmn-js", "dist", "camunda-cloud-modeler.production.min.js")
)
_OPEN = 'window.modeler = new BpmnModeler({ container: "#canvas" })'
# Modeler writes its own name and version into what it saves, outside the library.
_SAVE = """async ([xml, version]) => {
  await modeler.importXML(xml);
  Object.assign(modeler.getDefinitions(), { exporter: "Camunda Modeler", exporterVersion: version });
  return (await modeler.saveXML({ format: true })).xml;
}"""
_LOAD = """templates => {
  const refusals = [];
  const note = ({ errors }) => { refusals.push(...errors.map(one => one.message)); };
  modeler.on("elementTemplates.errors", note);
  modeler.get("elementTemplatesLoader").setTemplates(templates);
  modeler.off("elementTemplates.errors", note);
  return { refusals, loaded: modeler.get("elementTemplates").getAll().map(one => one.id) };
}"""


class Modeler:
    """One open window of it."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def save(self, diagram: str) -> str:
        """The diagram as Modeler writes it after opening it and saving it without a change."""
        saved: str = self._page.evaluate(_SAVE, [diagram, LEAST_MODELER])
        return saved

    def load(self, templates: Sequence[dict[str, Any]]) -> tuple[list[str], list[str]]:
        """The ids of the templates it takes, and in its own words why it refuses the others."""
        answer = self._page.evaluate(_LOAD, list(templates))
        return answer["loaded"], answer["refusals"]


@contextmanager
def open_modeler() -> Iterator[Modeler]:
    """A window that closes with the block; OSError where Chromium or the library is missing."""
    for needed in (CHROMIUM, LIBRARY):
        if not needed.is_file():
            raise FileNotFoundError(f"{needed} is missing: `make setup-dev`, and Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page()
        page.set_content('<div id="canvas" style="width:1600px;height:900px"></div>')
        page.add_script_tag(path=LIBRARY)
        page.evaluate(_OPEN)
        yield Modeler(page)
        browser.close()
