from uuid import UUID

from lifelong.connectors.email import reply_address

SUBJECT = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
KEY, NEWER = b"old key", b"new key"


def made(key: bytes = KEY) -> str:
    return reply_address.make("support@brand.example", SUBJECT, key)


def token(address: str) -> str:
    (found,) = reply_address.tokens([address])
    return found


def test_the_address_names_its_subject_and_fits_into_a_local_part() -> None:
    address = made()
    assert address.startswith("support+r.")
    assert address == address.lower()
    assert len(address.partition("@")[0]) <= 64
    assert reply_address.read(token(address), [KEY]) == SUBJECT


def test_it_survives_a_change_of_case_and_of_keys() -> None:
    assert reply_address.read(token(made().upper()), [NEWER, KEY]) == SUBJECT


def test_any_changed_letter_and_any_other_key_is_refused() -> None:
    good = token(made())
    assert reply_address.read(good, [NEWER]) is None
    for place in range(38):
        other = "a" if good[place] != "a" else "b"
        assert reply_address.read(good[:place] + other + good[place + 1 :], [KEY]) is None


def test_rubbish_is_nobody() -> None:
    for rubbish in ("", "a", "a" * 39, "é" * 39, "1" * 39, "a" * 1000):
        assert reply_address.read(rubbish, [KEY]) is None


def test_addresses_without_a_token_have_none() -> None:
    assert reply_address.tokens(["support@brand.example", "support+r.short@brand.example"]) == ()
