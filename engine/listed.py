"""Long texts cut for a border that bounds them: whole characters, and a word of how much is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def utf8_bytes(text: str) -> int:
    """How long a text is as UTF-8."""
    return len(text.encode())


def cut_text(text: str, most: int, size_of: Callable[[str], int] = utf8_bytes) -> str:
    """The text, or as much of its beginning as keeps it within `most`, then "..."; no character is halved."""
    if size_of(text) <= most:
        return text
    room = most - size_of("...")
    # By halves, since sizes of characters differ.
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if size_of(text[:middle]) <= room:
            fits = middle
        else:
            too_long = middle
    return text[:fits] + "..."


def listed(lines: Sequence[str], most: int, size_of: Callable[[str], int] = utf8_bytes) -> str:
    """The lines, one below the other, as many as are within `most`; then "... and 31 more" for the others."""
    whole = "\n".join(lines)
    if size_of(whole) <= most:
        return whole
    room = most - size_of(f"... and {len(lines)} more")
    kept, used = 0, 0
    for line in lines:
        used += size_of(line + "\n")
        if used > room:
            break
        kept += 1
    if kept == 0:
        # The first says most; it is told as far as it goes.
        first = cut_text(lines[0], room - size_of("\n"), size_of)
        return first + (f"\n... and {len(lines) - 1} more" if lines[1:] else "")
    return "\n".join([*lines[:kept], f"... and {len(lines) - kept} more"])
