"""Sizes of files as people read them."""

from __future__ import annotations

from flask import Flask

_STEP = 1024
_UNITS = ("B", "KB", "MB")


def file_size(size: int) -> str:
    """`820 B`, `12.3 KB`, `2.2 MB`."""
    amount, unit = float(size), 0
    while amount >= _STEP and unit < len(_UNITS) - 1:
        amount, unit = amount / _STEP, unit + 1
    return f"{size} B" if unit == 0 else f"{amount:.1f} {_UNITS[unit]}"


def register_file_sizes(app: Flask) -> None:
    """Bind the filter that templates use."""
    app.jinja_env.filters["file_size"] = file_size
