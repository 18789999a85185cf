"""A process that writes the letters of an office's batches as its workers do, until all are written or somebody kills it."""

from __future__ import annotations

from deploy.settings import load_settings
from deploy.wiring import unit_factory
from services.letters.batch.write_batch import write_batches_step


def main() -> None:
    """Of the office in the environment."""
    make_unit = unit_factory(load_settings())
    while write_batches_step(make_unit):
        pass


if __name__ == "__main__":
    main()
