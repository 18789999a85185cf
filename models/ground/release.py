"""Which release of the product writes a row, so that an earlier one put back can tell what it is too old for."""

from importlib.metadata import version

RELEASE = version("jieban")


def is_newer_release(release: str | None) -> bool:
    """Whether `release` (`1.2.3`) comes after this one; a row without it was written before rows named theirs."""
    return release is not None and _numbers(release) > _numbers(RELEASE)


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split(".") if part.isdecimal())
