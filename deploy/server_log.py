"""The log of gunicorn: through the handler that all libraries share, so that each line is one of JSON."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger


class ServerLog(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """Its own handlers would write plain text beside our lines."""

    def setup(self, cfg: Any) -> None:
        """At the start, in each process, and when the settings are read again."""
        super().setup(cfg)
        for handler in list(self.error_log.handlers):
            self.error_log.removeHandler(handler)
        self.error_log.propagate = True
