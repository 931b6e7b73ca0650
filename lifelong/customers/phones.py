"""Phone numbers as handles: E.164, whoever typed them and however."""

import re
from collections.abc import Collection

import phonenumbers

_WRITTEN = re.compile(r"(?:\+|00)?[\d\s()./-]+")
#: fewer digits are no number yet
_FEWEST = 4


def normalise(said: str, *, region: str = "") -> str | None:
    """`(0)30 901820` of region "DE" -> `+4930901820`; None if it is no number that can exist.

    `region`: the country whose way of writing counts where no country code is said.
    """
    if len(said) > 60:
        return None
    try:
        number = phonenumbers.parse(said, region.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def beginnings(said: str, *, regions: Collection[str]) -> list[str]:
    """How the E.164 numbers begin that somebody may mean who typed this much of one, with or
    without a country code; none if it is nothing like a number.

    `regions`: the countries whose way of writing counts where no country code is said.
    """
    typed = said.strip()
    whole = [number for one in regions if (number := normalise(typed, region=one))]
    digits = re.sub(r"\D", "", typed.replace("(0)", "") if typed[:1] == "+" else typed)
    if not _WRITTEN.fullmatch(typed) or len(digits) < _FEWEST:
        return []
    if typed[0] == "+":
        return ["+" + digits]
    if digits.startswith("00"):
        return ["+" + digits[2:]]
    return list(dict.fromkeys([*whole, "+" + digits, *(_national(digits, one) for one in regions)]))


def _national(digits: str, region: str) -> str:
    trunk = phonenumbers.ndd_prefix_for_region(region, True) or ""
    return f"+{phonenumbers.country_code_for_region(region)}{digits.removeprefix(trunk)}"


def shown(value: str) -> str:
    """An E.164 number with the blanks that people put: `+49 30 901820`."""
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
