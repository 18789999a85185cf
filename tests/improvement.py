"""What tests that are about something else say of improvements where they approve an opinion."""

from __future__ import annotations

NOTHING_TO_IMPROVE = {"improvement": "none", "improvement_reason": "个案已经纠正"}
