"""Data the product is born with: the published work calendars and the default time limits."""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

_FOLDER = Path(__file__).parent


@cache
def read_seed(name: str) -> dict[str, Any]:  # Any: JSON border
    """The parsed file `<name>.json` of this folder."""
    return cast(dict[str, Any], json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8")))
