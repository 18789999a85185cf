"""Points of the review of files as people read them."""


def word_hundredths(hundredths: int | None) -> str:
    """`87.5`, `100`: of a hundred, with no more places than they need; nothing where there are none."""
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0") if rest else f"{whole}"
