"""XML from carriers as a tree of plain names.

A document that declares anything (DOCTYPE, and with it every entity, internal or fetched) is
refused before the declaration is read, so nothing in it can grow or reach out. Size, depth and
number of elements are limited. Namespaces are left out: carriers change theirs with each version.
"""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

from lifelong.conversations.incoming import Unreadable

MOST_BYTES, MOST_DEPTH, MOST_ELEMENTS = 2_000_000, 40, 50_000
_BETWEEN = "\n"


def tree_of(raw: bytes) -> Element:
    """Raises `Unreadable`."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("The answer is larger than any carrier's."))
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reading.declare
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.builder.data
    try:
        parser.Parse(raw.lstrip(), True)
        return reading.builder.close()
    except (expat.ExpatError, LookupError, ValueError, AssertionError) as error:
        raise Unreadable(_("The answer is not XML.")) from error


class _Reading:
    def __init__(self) -> None:
        self.builder: TreeBuilder = TreeBuilder()
        self._depth = self._elements = 0

    def declare(self, *_said: object) -> None:
        raise Unreadable(_("The answer declares a document type: no carrier does."))

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._depth, self._elements = self._depth + 1, self._elements + 1
        if self._depth > MOST_DEPTH or self._elements > MOST_ELEMENTS:
            raise Unreadable(_("The answer is built deeper or longer than any carrier's."))
        self.builder.start(_plain(name), {_plain(one): said for one, said in attributes.items()})

    def end(self, name: str) -> None:
        self._depth -= 1
        self.builder.end(_plain(name))


def _plain(name: str) -> str:
    return name.rpartition(_BETWEEN)[2]


def words(element: Element | None, path: str) -> str:
    """What stands at this path, "" for nothing."""
    found = element.find(path) if element is not None else None
    return " ".join((found.text or "").split()) if found is not None else ""
