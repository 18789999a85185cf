"""Descriptions in the code are written "English / 中文"; this takes the half of one language."""

from __future__ import annotations


def half(text: str, language: str) -> str:
    """The English (`en`) or Chinese (`zh`) half; a text without a bar serves both."""
    english, bar, chinese = text.strip().partition(" / ")
    chosen = chinese if bar and language == "zh" else english
    return chosen.strip().rstrip("。.")
