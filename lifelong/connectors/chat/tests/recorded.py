from uuid import UUID

from django.test.client import MULTIPART_CONTENT

from lifelong.connectors.chat.tests.building import posted, widget
from lifelong.connectors.tests.recording import Recorded, Said

VISITOR = "5" * 32
BESIDE = {"visitor": VISITOR, "signed": False, "content_type": MULTIPART_CONTENT}


def _said(number: int, text: str, **fields: object) -> Said:
    return Said(posted(text, id=UUID(int=number), **fields), BESIDE)


RECORDED = Recorded(
    door=widget,
    bodies=(
        _said(1, "Where is my order?"),
        _said(2, "It broke", topic="Damaged", email="ana@example.com"),
        _said(3, "", files=[("crate.png", "image/png", b"\x89PNG\r\n")]),
    ),
    garbage=(
        Said(b"", BESIDE),
        Said(b"{}", {**BESIDE, "content_type": "application/json"}),
        _said(4, ""),
    ),
    content_type=MULTIPART_CONTENT,
    sender=VISITOR,
)
