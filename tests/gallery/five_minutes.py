"""The five minutes of both READMEs: file, become the clerk, decide, move the clock, look at the board.

`python -m tests.gallery.five_minutes [FOLDER]` takes the pictures `walk-1.png` to `walk-5.png` anew, in an office with cases
at everything; `tests/web_days/test_the_five_minutes.py` walks the same steps.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.acceptance.earlier_office import served_once
from tests.web.browser import chromium

OFFICE = "outlives-everything"
IMAGES = Path(__file__).parents[2] / "docs" / "images"
WIDTH, HEIGHT = 1366, 900
TOLD = "9月2日上午我在C03窗口申领失业保险金，窗口不按公布的办事指南收件，让我补一张指南上没有的证明。"
WISHED = "按公布的办事指南收件。"
CLERK, SUPERVISOR = "ji.luqing", "jian.rujing"
_MOVED_SECONDS = 120  # some seconds a day, and a limit may be days away
COLOURS = 128


@dataclass(frozen=True)
class Step:
    """One picture: its number, the page where it is taken, and the button that is pressed there."""

    no: int
    path: str
    button: str

    @property
    def picture(self) -> str:
        """The file's name."""
        return f"walk-{self.no}.png"


FILE = Step(1, "/complaints/new", "提交投诉")
BECOME = Step(2, "/tasks", "切换")
DECIDE = Step(3, "/tasks/", "尚未决定的全部受理")
MOVE = Step(4, "/demo/clock", "到下一个期限届满时")
BOARD = Step(5, "/board", "切换")
STEPS = (FILE, BECOME, DECIDE, MOVE, BOARD)


def walk(page: Page, address: str, move: Callable[[], None]) -> Iterator[Step]:
    """Do every step; yields it when its page is there to be looked at. `move` is called once the clock was asked to move."""
    page.goto(f"{address}/complaints/new")
    page.get_by_label("发生了什么").fill(TOLD)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("希望中心怎么做？").fill(WISHED)
    page.get_by_label("被投诉单位").select_option(label="云河市人力资源和社会保障局（驻厅）")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("姓名", exact=True).fill("林晚秋")
    page.get_by_label("电话").fill("139-0000-0417")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("button", name=FILE.button)).to_be_visible()
    yield FILE
    page.get_by_role("button", name=FILE.button).click()
    number = page.locator("[data-receipt-number]").inner_text()
    become(page, CLERK)
    row = page.get_by_role("row").filter(has_text=number)
    # The list refreshes itself; the task is there some seconds after the receipt.
    expect(row).to_be_visible()
    yield BECOME
    row.get_by_role("link", name="决定是否受理").click()
    expect(page.locator("[data-form]")).to_have_attribute("data-ready", "true")
    page.get_by_role("button", name=DECIDE.button).click()
    page.get_by_label("简易", exact=True).check()
    page.evaluate("scrollTo(0, 0)")
    yield DECIDE
    page.keyboard.press("Control+Enter")
    # On a busy machine the page ceases to wait for the next task, which stands in the list then.
    heading = page.get_by_role("heading", level=1, name="指定承办人")
    in_list = page.get_by_role("row").filter(has_text=number).get_by_role("link", name="指定承办人")
    expect(heading.or_(in_list)).to_be_visible()
    if in_list.is_visible():
        in_list.click()
    expect(heading).to_be_visible()
    page.get_by_role("button", name=MOVE.button).click()
    move()
    expect(page.locator("[data-move-ended]")).to_be_visible(timeout=_MOVED_SECONDS * 1000)
    yield MOVE
    become(page, SUPERVISOR)
    yield BOARD


def become(page: Page, login: str) -> None:
    """Change over by the bar."""
    page.locator(".demo-form [name=login]").select_option(login)
    page.get_by_role("button", name=BECOME.button).click()
    page.wait_for_url(lambda address: "/tasks" in address or "/board" in address)


def take(folder: Path) -> None:
    """The five pictures, with few colours, so that a README opens quickly."""
    with (
        tempfile.TemporaryDirectory(prefix="five-minutes-") as data,
        chromium() as browser,
        served_once(OFFICE, Path(data) / "office") as office,
    ):
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
        page = context.new_page()
        for step in walk(page, office.address, lambda: None):
            drawn = Image.open(io.BytesIO(page.screenshot()))
            drawn.convert("RGB").quantize(COLOURS).save(folder / step.picture, optimize=True)
            print(f"{step.picture}: {(folder / step.picture).stat().st_size} bytes", flush=True)
        context.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
