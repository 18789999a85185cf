"""Uploaded files of a form as the services take them."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import request

from services.evidence.incoming_file import IncomingFile


def incoming_files(field: str) -> tuple[IncomingFile, ...]:
    """The files of a field, empty inputs left out."""
    return tuple(
        IncomingFile(file.filename, file.mimetype, cast(BinaryIO, file.stream))
        for file in request.files.getlist(field)
        if file.filename
    )
