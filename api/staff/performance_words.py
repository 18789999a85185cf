"""Points as people read them: with their sign and no more places than they need."""


def word_points(hundredths: int | None) -> str:
    """`+12.5`, `-5`, `0`; nothing where a line says nothing."""
    if hundredths is None:
        return ""
    whole, rest = divmod(abs(hundredths), 100)
    told = f"{whole}.{rest:02}".rstrip("0") if rest else f"{whole}"
    return f"{'-' if hundredths < 0 else '+' if hundredths else ''}{told}"
