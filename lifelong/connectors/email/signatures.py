"""What a signature says of its writer: the phone numbers that can be told without a guess."""

import re

#: international, since "030 123" is another number in every country
_PHONE = re.compile(r"(?<![\w+])\+\d(?:[ \t().\-/]{0,3}\d){7,17}(?!\w)")
_TRUNK = re.compile(r"\(0\)")
_MOST = 3


def phones(signature: str) -> tuple[str, ...]:
    """As E.164, each once. A fax number is nobody's to write from."""
    lines = [line for line in signature.split("\n") if "fax" not in line.lower()]
    found = _PHONE.findall(_TRUNK.sub("", "\n".join(lines)))
    numbers = dict.fromkeys(f"+{re.sub('[^0-9]', '', one)}" for one in found)
    return tuple(one for one in numbers if 9 <= len(one) <= 16)[:_MOST]
