import pytest

from lifelong.connectors.email.signatures import phones


@pytest.mark.parametrize(
    ("signature", "told"),
    [
        ("Ana Kovač\nTel. +49 30 123456-78", ["+493012345678"]),
        ("+49 (0)30 / 123 456 78", ["+493012345678"]),
        ("M: +1 (555) 010-0199 | O: +1.555.010.0100", ["+15550100199", "+15550100100"]),
        ("+493012345678 and +49 30 12345678", ["+493012345678"]),
        ("Tel. 030 1234567", []),
        ("Fax +49 30 1234567", []),
        ("+49 30", []),
        ("+1234567890123456789", []),
        ("order+12345678901@shop.example", []),
        ("", []),
    ],
)
def test_phones_in_a_signature_that_need_no_guess(signature: str, told: list[str]) -> None:
    assert list(phones(signature)) == told


def test_a_hostile_signature_takes_no_time() -> None:
    assert phones("+1 " * 20_000) == ()
    assert phones("+" + "1 (" * 20_000) == ()
