from urllib.parse import urlencode

from lifelong.channels.models import Endpoint
from lifelong.channels.tests.building import inbox
from lifelong.connectors.tests.recording import AnyDoor, Recorded, Said
from lifelong.connectors.twilio.signature import fields_of, signature

ACCOUNT, TOKEN = "AC" + "0a" * 16, "12345"
OURS, ANA = "+4915735990000", "+447700900123"


def _door() -> Endpoint:
    into = inbox()
    return Endpoint.objects.create(
        brand=into.brand, inbox=into, channel="sms", connector="twilio", address=OURS,
        name="Texts", settings={"account": ACCOUNT}, secrets={"token": TOKEN},
    )  # fmt: skip


def _text(number: int, body: str, **more: str) -> Said:
    sid = f"SM{number:032x}"
    fields = {
        "ToCountry": "DE", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "",
        "FromZip": "", "SmsSid": sid, "FromState": "", "SmsStatus": "received", "FromCity": "",
        "Body": body, "FromCountry": "GB", "To": OURS, "ToZip": "", "NumSegments": "1",
        "MessageSid": sid, "AccountSid": ACCOUNT, "From": ANA, "ApiVersion": "2010-04-01",
    }  # fmt: skip
    return Said(urlencode(fields | more).encode())


def _sign(url: str, body: bytes, door: AnyDoor) -> dict[str, str]:
    return {"X-Twilio-Signature": signature(url, fields_of(body), TOKEN)}


RECORDED = Recorded(
    door=_door,
    bodies=(
        _text(1, "Where is my parcel? 📦"),
        _text(2, "", NumMedia="1", MediaContentType0="image/jpeg",
              MediaUrl0=f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1"),
        _text(3, "STOP", OptOutType="STOP"),
        _text(4, "Grüße & ‘curly’ +1%20"),
    ),
    garbage=(
        Said(b""),
        Said(b'{"not": "a form"}'),
        Said(b"\xff\xfe=\x00&%zz=%"),
        _text(5, "Hello", AccountSid="AC" + "0b" * 16),
        _text(6, "Hello", MessageSid="nonsense"),
    ),
    content_type="application/x-www-form-urlencoded",
    sign=_sign,
    sender=ANA,
)  # fmt: skip
