"""Starts the product with one page more, which takes two seconds and says when it begins."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from deploy import wiring
from deploy.cli import main
from deploy.settings import Settings

_build_web = wiring.build_web
SECONDS = 2.0


def build_web_with_a_slow_page(settings: Settings) -> Any:
    """The pages, and `/slow`."""
    app = _build_web(settings)

    def serve(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/slow":
            return app(environ, start_response)
        Path(settings.data, "slow.begun").touch()
        threading.Event().wait(SECONDS)
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return ["慢慢来".encode()]

    return serve


wiring.build_web = build_web_with_a_slow_page

if __name__ == "__main__":
    main()
