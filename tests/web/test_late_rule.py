"""A route writes its address as one of Werkzeug's own, and is not compiled before it is asked."""

from __future__ import annotations

import pytest
from werkzeug.routing import BuildError, Map, Rule

from api.late_rule import LateRule

RULES: tuple[tuple[str, dict[str, object] | None], ...] = (
    ("/cases", None),
    ("/cases/<complaint_id>", None),
    ("/lists/<any(units,windows):noun>/<int:page>", None),
    ("/lists/<any(units,windows):noun>/", {"page": 1}),
    ("/单位/<path:rest>", None),
)
ASKED: tuple[dict[str, object], ...] = (
    {},
    {"complaint_id": "YH-2026-000001"},
    {"complaint_id": "张三 / 李四", "order": "newest", "word": "态度"},
    {"noun": "units", "page": 1},
    {"noun": "windows", "page": 2, "all": None},
    {"noun": "items", "page": 2},
    {"rest": "a/b c"},
)


def written(kind: type[Rule]) -> list[str]:
    rules = [kind(rule, endpoint="place", defaults=defaults) for rule, defaults in RULES]
    places = Map(rules).bind("localhost")
    found = []
    for values in ASKED:
        for also in (True, False):
            try:
                found.append(places.build("place", values, append_unknown=also))
            except (BuildError, ValueError) as error:
                found.append(str(error))
    return found


def test_addresses_are_those_of_a_rule_that_is_compiled_at_once() -> None:
    assert written(LateRule) == written(Rule)
    assert len(set(written(LateRule))) > len(ASKED)


def test_what_is_only_registered_and_found_is_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[object] = []
    whole = Rule._compile_builder

    def tell(rule: Rule, append_unknown: bool = True) -> object:
        compiled.append(rule.rule)
        return whole(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", tell)
    places = Map([LateRule(rule, endpoint="place", defaults=defaults) for rule, defaults in RULES])
    bound = places.bind("localhost")
    assert bound.match("/cases/1") == ("place", {"complaint_id": "1"})
    assert compiled == []
    assert [bound.build("place", {"complaint_id": "1"}) for _ in range(2)] == ["/cases/1"] * 2
    assert compiled == ["/cases/<complaint_id>"]
