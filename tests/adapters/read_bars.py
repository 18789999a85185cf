"""Reads the bars (Code 128, sets B and C) on a page of a letter as a scanner does: dark and light along one line."""

from __future__ import annotations

from itertools import groupby

import pypdfium2
from barcode.charsets import code128

DOTS_A_CM = 200
# Right of the picture that leads to the progress, in centimetres from the left edge.
FROM, TO = 5.6, 13.5
MODULES, STOP = 11, 13
START_B, START_C, SET_B, SET_C = 104, 105, 100, 99


def read_bars(pdf: bytes, number: int = 1) -> str:
    """What they say; ValueError("no bars") where no line of this page has any."""
    page = pypdfium2.PdfDocument(pdf)[number - 1].render(scale=DOTS_A_CM * 2.54 / 72).to_pil().convert("L")
    strip = page.crop((int(FROM * DOTS_A_CM), 0, int(TO * DOTS_A_CM), page.height))
    width, dots = strip.width, strip.tobytes()
    lines = {dots[start : start + width] for start in range(0, len(dots), width * 10)}
    for line in lines:
        runs = [(is_dark, len(list(run))) for is_dark, run in groupby(dot < 128 for dot in line)]
        if (told := _read(runs[1:-1])) is not None:
            return told
    raise ValueError("no bars")


def _read(runs: list[tuple[bool, int]]) -> str | None:
    """Six runs a code, seven the last; None for what is no such line."""
    # The set, at least one sign, the check and the end.
    if len(runs) < 3 * 6 + 7 or (len(runs) - 7) % 6 or not runs[0][0]:
        return None
    module = sum(length for _, length in runs) / ((len(runs) - 7) // 6 * MODULES + STOP)
    codes = []
    for start in range(0, len(runs) - 7, 6):
        modules = "".join(
            ("1" if dark else "0") * round(length / module) for dark, length in runs[start : start + 6]
        )
        if modules not in code128.CODES:
            return None
        codes.append(code128.CODES.index(modules))
    *said, check = codes
    if (said[0] + sum(place * code for place, code in enumerate(said))) % 103 != check:
        return None
    return _spell(said)


def _spell(codes: list[int]) -> str:
    told, is_pairs = "", codes[0] == START_C
    for code in codes[1:]:
        if code in (SET_B, SET_C):
            is_pairs = code == SET_C
        else:
            told += f"{code:02}" if is_pairs else chr(code + 32)
    return told
