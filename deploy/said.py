"""What a running office says to the terminal; one that is gone, or a file without room, ends nothing."""

from __future__ import annotations

from contextlib import suppress

import click


def say(text: str) -> None:
    """Say it."""
    with suppress(OSError):
        click.echo(text)


def complain(text: str) -> None:
    """Say on standard error what is wrong."""
    with suppress(OSError):
        click.echo(text, err=True)


def first_line(fault: Exception) -> str:
    """What a disk or a database said, without the statement and its values."""
    return str(getattr(fault, "orig", fault)).strip().partition("\n")[0]
