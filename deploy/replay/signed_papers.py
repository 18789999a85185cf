"""Records of the investigation that people sign by hand: the scan of the signed paper goes into the form of the act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deploy.replay.evidence_files import SentFile, draw_scan
from deploy.replay.samples import Step, Story

_FORM = "record-investigation-act"
# By method, what the paper is called: who was asked signs the one, who was there the other.
_PAPERS = {"interview": "询问笔录", "site": "勘查笔录"}


def signed_paper(story: Story, step: Step, form_id: str, shown: Mapping[str, Any]) -> SentFile | None:
    """The scan that goes into the form; None for forms and methods without a paper to sign."""
    name = _PAPERS.get(str(shown.get("method"))) if form_id == _FORM else None
    if name is None:
        return None
    written = draw_scan(replace(story, received_at=step.at))
    return SentFile(f"{name}（已签名）.pdf", written, "application/pdf")
