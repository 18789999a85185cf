"""A real browser on a real server: Debian's Chromium, and a page that fails on any console error or CSP report."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from bpmn.chromium import CHROMIUM, FLAGS

# Playwright's five seconds can be too few on a machine that runs other tests beside.
expect.set_options(timeout=30_000)
UI_MANIFEST = Path(__file__).parents[2] / "api" / "static" / "ui" / "manifest.json"


def require_browser() -> None:
    """Skip with the reason where something is missing; in CI that is a failure."""
    missing = [str(path) for path in (CHROMIUM, UI_MANIFEST) if not path.exists()]
    if not missing:
        return
    reason = f"browser tests need {' and '.join(missing)}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def chromium() -> Iterator[Browser]:
    require_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def watched_page(browser: Browser, width: int, **options: object) -> Iterator[Page]:
    """A page of this width; leaving it fails when the console or the page reported an error."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, **{"locale": "zh-CN", **options})
    page = context.new_page()
    # Chromium reports a page that answers 422 (please correct) as a failed resource.
    page.on(
        "console",
        lambda message: (
            faults.append(message.text)
            if message.type == "error" and "status of 422" not in message.text
            else None
        ),
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []
