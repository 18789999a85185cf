"""Tells a person which part of what serves is away, once a minute as long as it is, and that it is back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deploy.supervise.once_a_minute import OnceAMinute

OK = "ok"


class Away:
    """`look` gives the state of each part by name, `ok` for one that serves."""

    def __init__(
        self, look: Callable[[], Mapping[str, str]], say: Callable[[str], None], fail: Callable[[str], None]
    ) -> None:
        self._look = look
        self._say = say
        self._named = OnceAMinute(fail)

    def step(self) -> None:
        """One look."""
        for part, state in self._look().items():
            if state != OK:
                self._named.name(part, f"{part} is away ({state}), waiting for it / 暂不可用，等待恢复")
            elif self._named.forget(part):
                self._say(f"{part} is back / 已恢复")
