"""Every real message in ../shared/data/email, as raw mail. Read there, never copied."""

from email.message import EmailMessage
from pathlib import Path

EMAIL = Path(__file__).resolve().parents[3] / "shared" / "data" / "email"

_SIDE_FILES = {"LICENSE", "MIT-LICENSE", "LICENSE.md", "LICENSE.3RDPARTY", "SOURCE.txt"}
_EXPECTED_OUTPUTS = ("/trimmed/", "/elided/", "/talon/talon/", "/attachments/")


def messages() -> list[tuple[str, bytes]]:
    """(name, raw mail) of all suites; bare bodies wrapped. Empty where the data is not."""
    return [(name(path), _raw(path)) for path in paths()]


def paths() -> list[Path]:
    found = (path for path in sorted(EMAIL.rglob("*")) if path.is_file())
    return [path for path in found if _is_input(path)]


def name(path: Path) -> str:
    return path.relative_to(EMAIL).as_posix()


def wrapped(body: str, *, named: str) -> bytes:
    """A bare reply body in a mail of ours."""
    mail = EmailMessage()
    mail["From"] = "Customer <customer@example.com>"
    mail["To"] = "support@brand.example"
    mail["Subject"] = "Re: Your order"
    mail["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
    mail["Message-ID"] = f"<{named.encode().hex()}@example.com>"
    mail.set_content(body)
    return mail.as_bytes()


def _is_input(path: Path) -> bool:
    place = f"/{name(path)}"
    if path.name in _SIDE_FILES or any(part in place for part in _EXPECTED_OUTPUTS):
        return path.suffix == ".eml" and "/attachments/" in place
    if path.suffix in (".eml", ".raw", ".txt"):
        return not path.name.endswith(".golden")
    if "/talon/signature/" in place:
        return path.name.endswith("_body") or ("/P/" in place and not path.name.endswith("_sender"))
    return path.name == "sample_output_multipart"


def _raw(path: Path) -> bytes:
    content = path.read_bytes()
    bare = path.suffix == ".txt" or "/talon/signature/" in f"/{name(path)}"
    if not bare:
        return content
    return wrapped(content.decode("utf-8", "replace"), named=name(path))
