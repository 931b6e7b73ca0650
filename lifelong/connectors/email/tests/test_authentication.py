import pytest

from lifelong.connectors.email.parsing import Envelope, Trust, parse
from lifelong.conversations.incoming import IncomingMessage

TRUST = Trust(authserv_ids=frozenset({"MX.brand.example"}))
PASS = "dmarc=pass (p=none; dis=none) header.from=example.com"


def read(*results: str, head: str = "", trust: Trust = TRUST) -> IncomingMessage:
    lines = "".join(f"Authentication-Results: {result}\n" for result in results)
    raw = f"{lines}{head}From: Ana <ana@example.com>\n\nHi".encode()
    message = parse(raw, Envelope(), trust)
    assert isinstance(message, IncomingMessage)
    return message


def test_dmarc_passed_at_the_trusted_hop_proves_the_sender() -> None:
    message = read(f"mx.brand.example 1; spf=pass smtp.mailfrom=x; {PASS}")
    assert (message.sender.proof, message.suspicion) == ("dmarc", None)


@pytest.mark.parametrize(
    "results",
    [
        [f"evil.example; {PASS}"],
        ["mx.brand.example; spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com"],
        ["mx.brand.example; dmarc=pass header.from=evil.example"],
        ["mx.brand.example; dmarc=none header.from=example.com"],
        [f"mx.brand.example.evil.example; {PASS}"],
        [f'evil.example; reason="x; {PASS}"; x=y (mx.brand.example; {PASS})'],
        [f"(mx.brand.example; {PASS}) evil.example; {PASS}"],
        ["mx.brand.example; none", f"mx.brand.example; {PASS}"],
    ],
)
def test_whatever_else_passed_proves_nothing(results: list[str]) -> None:
    assert read(*results).sender.proof is None


def test_dmarc_failed_at_the_trusted_hop_is_suspicious_wherever_it_is_said() -> None:
    failed = "mx.brand.example; dmarc=fail (p=reject) header.from=example.com"
    assert read(failed).suspicion == "dmarc-fail"
    assert read(f"mx.brand.example; {PASS}", failed).sender.proof is None
    assert read(failed.replace("mx.brand", "evil")).suspicion is None


def test_spam_is_believed_of_the_trusted_hop_only() -> None:
    head = "X-Spam-Flag: YES\nX-Spam-Status: Yes, score=9.1\n"
    assert read("mx.brand.example; none", head=head).suspicion == "spam"
    assert read(head=head).suspicion is None
    assert read("mx.brand.example; none", head="X-Spam-Status: No, score=1\n").suspicion is None


def test_a_relay_never_proves_the_person_it_names() -> None:
    raw = (
        b"Authentication-Results: mx.brand.example; dmarc=pass header.from=shopify.com\n"
        b"From: mailer@shopify.com\nReply-To: ana@example.com\n\nHi"
    )
    message = parse(raw, Envelope(), TRUST)
    assert isinstance(message, IncomingMessage)
    assert (message.sender.value, message.sender.proof) == ("ana@example.com", None)
