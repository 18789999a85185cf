"""What a person recognises of a browser: its name and the system, from what it says of itself. Nothing is believed of it."""

from __future__ import annotations

_LONGEST = 2_000
# The first that stands in the text; others name Chrome and Safari too.
_BROWSERS = (
    ("MicroMessenger/", "WeChat"),
    ("Edg", "Edge"),
    ("QQBrowser/", "QQ"),
    ("360SE", "360"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str | None:
    """Such as `Firefox, Windows`; None where neither is known."""
    told = user_agent[:_LONGEST]
    found = [next((name for part, name in known if part in told), None) for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name) or None
