"""Numbers that people type into a form."""


def typed_number(told: str) -> int | None:
    """Up to five digits, None for everything else."""
    told = told.strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else None
