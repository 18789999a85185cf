"""G7: every value that a page puts in is escaped where it is put in; the few ways past that are named here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.architecture.source_tree import ROOT, modules

PAGES = ROOT / "api" / "pages"
# Of a piece of text that stands in the template itself, with nothing put into it.
SAFE = re.compile(r"\|\s*safe\b")
SAFE_LITERAL = re.compile(r"'[^'{}]*'\s*\|\s*safe\b")
# Jinja's own JSON escapes what ends a script, and no quotation mark: it stands between the tags of a script that is none.
AS_JSON = re.compile(r"\|\s*tojson\b")
AS_JSON_BLOCK = re.compile(r'<script type="application/json" id="[a-z-]+">\{\{ [\w.]+\|tojson \}\}</script>')
# A value beside an equals sign of a tag, with no quotation mark around it.
BARE = re.compile(r"<[a-z]+\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*\s[a-z-]+=\{[{%]")
PAST = re.compile(r"autoescape|render_template_string|\bEnvironment\(|\bTemplate\(|\bfrom_string\(")
MARKUP = re.compile(r"\bMarkup\(|\bmarkupsafe\.")
# Lines of a text, each escaped as it is joined; and what was markup before some of its words were cut.
MAKE_MARKUP = {
    "api/i18n.py": 'Markup("<br>").join',
    "api/readers_words.py": "Markup(cut) if isinstance(text, Markup)",
}
# They read a page of ours, as the server made it, and put a part of it in the place of the same part.
AS_HTML = re.compile(
    r"\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser"
)
READS_HTML = {"web/app/fragment.js", "web/app/load.js", "web/filing/files.js", "web/monitor/drill.js"}


def faults_of(page: str) -> Iterator[str]:
    for each, only in ((SAFE, SAFE_LITERAL), (AS_JSON, AS_JSON_BLOCK)):
        if len(each.findall(page)) != len(only.findall(page)):
            yield each.pattern
    yield from (pattern.pattern for pattern in (BARE, PAST) if pattern.search(page))


def test_no_template_puts_a_value_in_as_it_came() -> None:
    """G7: the names end so that Jinja escapes, and nothing in them takes that back."""
    templates = [path for path in PAGES.rglob("*") if path.is_file()]
    assert len(templates) > 200 and {path.suffix for path in templates} == {".html"}
    faults = {path.name: list(faults_of(path.read_text("utf-8"))) for path in templates}
    assert {name: found for name, found in faults.items() if found} == {}


def test_no_python_makes_markup_of_what_was_typed() -> None:
    """G7."""
    sources = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in modules("api")}
    assert [name for name, text in sources.items() if PAST.search(text)] == []
    assert {name for name, text in sources.items() if MARKUP.search(text)} == set(MAKE_MARKUP)
    for name, how in MAKE_MARKUP.items():
        assert how in sources[name] and len(MARKUP.findall(sources[name])) == 1, name


def test_no_script_of_a_page_makes_elements_of_what_was_typed() -> None:
    """G7: forms are drawn by elements and their text."""
    scripts = [
        path for path in (ROOT / "web").rglob("*.js") if not {"node_modules", "dist"} & set(path.parts)
    ]
    assert len(scripts) > 20
    found = {path.relative_to(ROOT).as_posix() for path in scripts if AS_HTML.search(path.read_text("utf-8"))}
    assert found == READS_HTML


def test_a_value_that_is_put_in_as_it_came_is_found() -> None:
    for page in (
        "{{ words|safe }}",
        "{{ ('<b>' ~ words)|safe }}",
        '<a data-x="{{ words|tojson }}">',
        "<a href={{ words }}>",
        '<a class="b" title={{ words }}>',
        "{% autoescape false %}",
    ):
        assert list(faults_of(page)), page
    for page in ("{{ '<b>'|safe ~ words }}", '<a href="/x?a={{ words|urlencode }}">{{ words }}</a>'):
        assert list(faults_of(page)) == [], page
