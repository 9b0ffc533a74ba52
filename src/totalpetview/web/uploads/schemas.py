"""What an upload is answered with."""

from __future__ import annotations

from ninja import Schema


class RefusedFile(Schema):
    """A file that was not stored, and why, in the reader's language."""

    name: str
    why: str


class Uploaded(Schema):
    """What became of the files; one bad file never stops the others."""

    stored: int
    already_there: int
    refused: list[RefusedFile]
