"""Phone numbers as handles: E.164, whoever typed them and however."""

import phonenumbers


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


def shown(value: str) -> str:
    """An E.164 number with the blanks that people put: `+49 30 901820`."""
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
