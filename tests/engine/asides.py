"""Event sub-processes of one task, for tests."""

from __future__ import annotations

from tests.engine.diagrams import chain, end, event, event_sub, message, service, start

NEWS = message("m", "news")
STOP = message("s", "stop")
BY_NEWS, BY_STOP = event("message", messageRef="m"), event("message", messageRef="s")


def asked(*, interrupting: bool, definition: str = BY_NEWS, mappings: str = "", name: str = "aside") -> str:
    return event_sub(
        name,
        f"{name}_start",
        definition,
        service(f"{name}_work"),
        end(f"{name}_end"),
        chain(f"{name}_start", f"{name}_work", f"{name}_end"),
        interrupting=interrupting,
        mappings=mappings,
    )


MAIN = (start(), service("work"), end(), chain("start", "work", "end"))
