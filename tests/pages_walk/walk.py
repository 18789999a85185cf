"""Walks the pages of an office: from the routes without a place in them, over every link that a page shows."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape

import httpx
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from api.app import create_app
from api.settings import WebSettings
from deploy.door.desk import WATCHED
from tests.served_office import SocketVisitor

CITIZEN = ""
_LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')


@dataclass(frozen=True)
class Page:
    """A page as one person saw it; `html` is empty for what is no page: a file, a redirect, JSON."""

    person: str
    method: str
    rule: str
    path: str
    status: int
    html: str


def routes() -> Map:
    """The routes of the product; no request is served."""
    settings = WebSettings(make_unit=None, heartbeat_path=None, is_demo=lambda: True)  # type: ignore[arg-type]  # never asked
    return create_app(settings, None, None).url_map  # type: ignore[arg-type]  # never asked


def list_routes(url_map: Map, method: str) -> set[str]:
    """The rules of every route that takes this method."""
    return {rule.rule for rule in url_map.iter_rules() if method in (rule.methods or set())}


@dataclass
class Walk:
    """All pages seen so far, by anybody."""

    url_map: Map = field(default_factory=routes)
    pages: list[Page] = field(default_factory=list)

    def follow_links(
        self, person: str, visitor: SocketVisitor, limit: int, first: Sequence[str] = ()
    ) -> None:
        """Look at whatever links lead this person to, at most `limit` pages of one route, at those of `first` anyhow."""
        seen: Counter[str] = Counter()
        known: set[str] = set()
        waiting = deque(
            [*first, *sorted(rule.rule for rule in self.url_map.iter_rules() if not rule.arguments)]
        )
        while waiting:
            path = waiting.popleft()
            rule = self._rule_of(path, "GET")
            if rule is None or path in known or seen[rule] >= limit:
                continue
            known.add(path)
            seen[rule] += 1
            page = self.keep(person, visitor.get(path))
            links = (unescape(link) for link in _LINK.findall(page.html))
            # It reads Chinese: who asks for another language is answered in it ever after.
            waiting.extend(link for link in links if "lang=" not in link)

    def keep(self, person: str, answer: httpx.Response) -> Page:
        """Note what somebody was answered."""
        page = self.look(person, answer)
        self.pages.append(page)
        return page

    def look(self, person: str, answer: httpx.Response) -> Page:
        """What somebody was answered; nobody is ever answered an error of the server's own."""
        path, method = answer.request.url.path, answer.request.method
        # What watches the office is answered within a second, by “busy” where the machine is.
        is_busy = path in WATCHED and answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
        is_answered = answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR or is_busy
        assert is_answered, f"{person} {path}: {answer.text[:500]}"
        is_page = answer.headers.get("content-type", "").startswith("text/html") and not answer.is_redirect
        html = answer.text if is_page else ""
        return Page(person, method, self._rule_of(path, method) or "", path, answer.status_code, html)

    def seen(self, method: str) -> set[str]:
        """Routes of which at least one page was shown, not only its refusal."""
        return {page.rule for page in self.pages if page.method == method and page.html}

    def _rule_of(self, path: str, method: str) -> str | None:
        try:
            rule, _ = self.url_map.bind("").match(path.partition("?")[0], method, return_rule=True)
        except HTTPException:
            return None
        return rule.rule
