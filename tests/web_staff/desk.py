"""A place to work at: the application served, and a browser with the session of a member of staff."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Browser, Page

from tests.full_office import FullOffice
from tests.web.browser import watched_page
from tests.web_staff.people import signed_in


@dataclass(frozen=True)
class Desk:
    """The application at its address."""

    app: Flask
    office: FullOffice
    browser: Browser
    address: str

    @contextmanager
    def page_of(self, login: str, width: int, locale: str = "zh-CN") -> Iterator[Page]:
        """A page with the session of a member of staff; `locale` is the browser's."""
        cookie = signed_in(self.app, self.office, login).client.get_cookie("jb_session")
        assert cookie
        with watched_page(self.browser, width, locale=locale) as page:
            page.context.add_cookies([{"name": "jb_session", "value": cookie.value, "url": self.address}])
            yield page
