"""The part of python-barcode that is used; the package ships no types."""

from collections.abc import Mapping
from typing import BinaryIO

from barcode.writer import SVGWriter

class Code128:
    def __init__(self, code: str, writer: SVGWriter) -> None: ...
    def write(self, fp: BinaryIO, options: Mapping[str, object]) -> None: ...
