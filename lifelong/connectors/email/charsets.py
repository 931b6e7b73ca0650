"""Bytes to text that a database takes, whatever the mail claims about its charset."""

import re

_ALIASES = {
    "ansi": "cp1252",
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "iso-8859-1": "cp1252",  # as browsers do: real mail means its superset
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "euc-cn": "gb18030",
    "iso-2022-jp": "iso2022_jp_ext",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
# Python offers these as text; they are none of mail's, and punycode is slow on purpose-made input.
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs"}
_CHARSET = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.+-]{1,39}")


def decode(content: bytes, charset: str | None) -> str:
    """Never fails: the charset named, else UTF-8, else what most old mail was written in."""
    named = _codec(charset)
    for codec in dict.fromkeys((named, "utf-8")):
        if codec:
            try:
                return clean(content.decode(codec))
            except (LookupError, ValueError):
                continue
    if named not in (None, "utf-8"):
        try:
            return clean(content.decode(named, "replace"))
        except (LookupError, ValueError):
            pass
    return clean(_mostly_utf8(content) or content.decode("cp1252", "replace"))


def _mostly_utf8(content: bytes) -> str | None:
    """UTF-8 with a few bad bytes, as after a cut; not old text that only claims to be UTF-8."""
    text = content.decode("utf-8", "replace")
    foreign = sum(byte > 127 for byte in content[:20_000])
    return text if text[:20_000].count("\ufffd") * 3 < foreign else None


def clean(text: str) -> str:
    """Without what PostgreSQL refuses in text: NUL and lone surrogates."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def _codec(charset: str | None) -> str | None:
    found = _CHARSET.search(charset or "")
    if not found:
        return None
    name = found[0].lower()
    name = _ALIASES.get(name, name)
    return None if name.replace("-", "_") in _NO_CHARSETS else name
