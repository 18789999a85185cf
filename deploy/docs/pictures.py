"""Draws docs/images/*.svg from the diagrams with bpmn-js in the system's Chromium.

`python -m deploy.docs.pictures`, after `make setup-dev`. What differs from the drawing in Modeler is a fault.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bpmn.chromium import CHROMIUM, FLAGS
from bpmn.reading import FOLDER
from deploy.docs.picture_digests import DIGESTS, IMAGES, diagram_digests, list_outdated_pictures

_VIEWER = (
    Path(__file__).parents[2] / "web" / "node_modules" / "bpmn-js" / "dist" / "bpmn-viewer.production.min.js"
)
_DRAW = """async (xml) => {
  const viewer = new BpmnJS({ container: "#canvas" });
  await viewer.importXML(xml);
  const { svg } = await viewer.saveSVG();
  viewer.destroy();
  return svg;
}"""
# Readers with a dark page would else see black lines on black.
_WHITE = '<rect x="-9999" y="-9999" width="99999" height="99999" fill="white"/>'


def draw_pictures() -> list[str]:
    """Draw the diagrams whose picture is of another state; returns their process ids.

    The others stay, since bpmn-js writes other marker ids each time.
    """
    outdated = list_outdated_pictures()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page()
        page.set_content('<div id="canvas" style="width:1600px;height:900px"></div>')
        page.add_script_tag(path=_VIEWER)
        names = [_draw(page, FOLDER / f"{name}.bpmn") for name in outdated]
        browser.close()
    DIGESTS.write_text(json.dumps(diagram_digests(), indent=1) + "\n", "ascii")
    return names


def _draw(page: Page, path: Path) -> str:
    svg: str = page.evaluate(_DRAW, path.read_text("utf-8"))
    head, mark, body = svg.partition("><g ")
    (IMAGES / f"{path.stem}.svg").write_text(f"{head}>{_WHITE}{mark[1:]}{body}\n", "utf-8")
    return path.stem


if __name__ == "__main__":
    sys.stdout.writelines(f"drawn: docs/images/{name}.svg\n" for name in draw_pictures())
