from lifelong.connectors.email.parsing import Envelope, Trust, parse
from lifelong.conversations.incoming import IncomingMessage, SendingReport

REPORT = """\
From: MAILER-DAEMON@mx.example.com
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x

Your message could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; Ana@example.com
Action: %(action)s
Status: %(status)s
Diagnostic-Code: smtp; 550 5.1.1 <ana@example.com>
 User unknown
--x
Content-Type: %(original)s

Message-ID: <sent-by-us@brand.example>
From: support@brand.example
Subject: Your order
--x--
"""


def report(raw: str, mail_from: str | None = "") -> SendingReport:
    read = parse(raw.encode(), Envelope(mail_from=mail_from), Trust())
    assert isinstance(read, SendingReport)
    return read


def standard(
    action: str = "failed", status: str = "5.1.1", original: str = "message/rfc822"
) -> SendingReport:
    return report(REPORT % {"action": action, "status": status, "original": original})


def test_a_bounce_names_our_mail_its_recipient_and_the_reason() -> None:
    for original in ("message/rfc822", "text/rfc822-headers"):
        bounce = standard(original=original)
        assert bounce.external_id == "sent-by-us@brand.example"
        assert bounce.recipient == "ana@example.com"
        assert bounce.outcome == "bounced"
        assert bounce.words == "550 5.1.1 <ana@example.com> User unknown"


def test_delay_and_delivery_are_told_apart() -> None:
    assert standard("delayed", "4.2.2").outcome == "delayed"
    assert standard("delivered", "2.0.0").outcome == "delivered"
    assert standard("relayed", "2.0.0").outcome == "delivered"
    assert standard("nonsense", "5.0.0").outcome == "bounced"


def test_of_several_recipients_the_failed_one_is_told() -> None:
    delivered = "Final-Recipient: rfc822; bob@example.com\nAction: delivered\nStatus: 2.0.0\n\n"
    raw = (REPORT % {"action": "failed", "status": "5.1.1", "original": "message/rfc822"}).replace(
        "Final-Recipient: rfc822; Ana", f"{delivered}Final-Recipient: rfc822; Ana"
    )
    assert (report(raw).recipient, report(raw).outcome) == ("ana@example.com", "bounced")


def test_a_bounce_in_prose_is_read_as_far_as_it_goes() -> None:
    bounce = report(
        "From: Mail Delivery System <Mailer-Daemon@mx.example.com>\n"
        "Subject: Mail delivery failed: returning message to sender\n"
        "X-Failed-Recipients: ana@example.com\n\n"
        "  ana@example.com\n    550 No such user here\n\n"
        "------ This is a copy of the message ------\n\nMessage-Id: <sent-by-us@brand.example>\n",
        mail_from=None,
    )
    assert bounce.external_id == "sent-by-us@brand.example"
    assert bounce.recipient == "ana@example.com"
    assert bounce.words == "550 No such user here"


def test_a_customer_who_writes_about_returned_mail_is_no_bounce() -> None:
    raw = b"From: ana@example.com\nSubject: Returned mail: my parcel came back\n\nHi"
    assert isinstance(parse(raw, Envelope(mail_from="ana@example.com"), Trust()), IncomingMessage)
