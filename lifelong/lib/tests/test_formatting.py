import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifelong.lib.html import formatted, readable


class Seen(HTMLParser):
    """What a reader sees of HTML, line by line, and what it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html.replace("\n", ""))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("div", "li"):
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(text: str) -> str:
    return Seen(formatted(text)).text.removesuffix("\n")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *it*.", "<strong>bold</strong> and <em>it</em>."),
        ("***both***", "<em><strong>both</strong></em>"),
        ("a *b **c** d* e", "a <em>b <strong>c</strong> d</em> e"),
        ("(**x**), «*y*»!", "(<strong>x</strong>), «<em>y</em>»!"),
        ("这是**粗体**文字 👍**x**", "这是<strong>粗体</strong>文字 👍<strong>x</strong>"),
    ],
)
def test_stars_make_bold_and_italic(text: str, html: str) -> None:
    assert formatted(text) == f'<div dir="auto">{html}</div>'


def test_lists_and_quotes_are_runs_of_lines() -> None:
    assert formatted("Take\n- one\n- **two**\nplease") == (
        '<div dir="auto">Take</div>\n'
        '<ul dir="auto"><li>one</li><li><strong>two</strong></li></ul>\n'
        '<div dir="auto">please</div>'
    )
    assert formatted("3. c\n4. d") == '<ol start="3" dir="auto"><li>c</li><li>d</li></ol>'
    assert formatted("> you\n>\n> said\nI say") == (
        '<blockquote dir="auto"><div>you</div><div><br></div><div>said</div>'
        '</blockquote>\n<div dir="auto">I say</div>'
    )


@pytest.mark.parametrize(
    ("text", "address", "shown"),
    [
        ("[our *page*](https://a.example/b_(c)?d=1&e=2)", "https://a.example/b_(c)?d=1&e=2",
         "our page"),
        ("[write](mailto:a@b.example)", "mailto:a@b.example", "write"),
        ("[call](tel:+49301234)", "tel:+49301234", "call"),
        ("See https://a.example/x_y_z*q*.", "https://a.example/x_y_z*q", "See https://a.example/x_y_z*q*."),
        ("**(https://a.example/)**", "https://a.example/", "(https://a.example/)"),
    ],
)  # fmt: skip
def test_links_lead_where_they_say(text: str, address: str, shown: str) -> None:
    html = Seen(formatted(text))
    assert html.addresses == [address]
    assert html.text.strip() == shown


@pytest.mark.parametrize(
    "text",
    ["5 * 3 * 2", "5*3*2", "snake_case_name", "__init__ _x_", "*** urgent", "*** urgent ***",
     "#1001\n# 5", "1. Mai", "1. Mai\n3. Juni", "12. Dezember", "- -", "- -\n- -", "—", "-- x --",
     "- 5 € off", "***", "**", "****", "Card ****1234", "M***r", "un**bold**", "Price*, time*",
     "* note\n* note", "+ a\n+ b", "1) a\n2) b", "01. a\n02. b", ">5 kg\n>= 6", ">", ">>> x",
     "---", "===\ntext\n---", "    four", "`code` ~~x~~", "| a | b |", "C:\\* \\[x]", "&amp; &lt;",
     "[x]: https", "[x] (y)", "![x](y)", "[](https://)", "[x](javascript:alert(1))",
     "[x](data:text/html,y)", "[x](www.a.example)", "[ ](https:a)", "<b>x</b> <!-- y -->",
     "<https:x>", "a\n\n\n\nb", "{{order.number}}", "¯\\_(*)_/¯", "https://", "http://)"],
)  # fmt: skip
def test_what_is_not_meant_as_a_sign_stays(text: str) -> None:
    assert seen(text) == text


def test_links_can_be_read_where_nothing_is_formatted() -> None:
    text = (
        "**Now**: [track](https://a.example/1), [mail](mailto:a@b.example) or [+49 30](tel:+49 30)"
    )
    said = "**Now**: track <https://a.example/1>, mail <a@b.example> or [+49 30](tel:+49 30)"
    assert readable(text) == said
    assert readable("[https://a.example](https://a.example)") == "https://a.example"


PIECES = st.sampled_from(
    ["*", "**", "***", "_", " ", "\n", "\n\n", "- ", "1. ", "2. ", "> ", ">", "[", "]", "(", ")",
     "](", "https://", "a.example", "mailto:", "tel:", "javascript:", "word", "é", "汉字", "👍",
     "#", "`", "<script>", "</script>", "<b onclick=x>", "&amp;", '"', "'", "\\", "\t", "\r\n", "5",
     "~", "|", "!"]
)  # fmt: skip
NO_NUL = st.characters(codec="utf-8", exclude_characters="\x00")  # which no row can hold
ANYTHING = st.lists(PIECES | st.text(NO_NUL, max_size=5), max_size=40).map("".join)
WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="*[]()>-.<:/"),
    min_size=1,
    max_size=12,
)


def bare(text: str) -> str:
    """Without whatever may be a sign, and without blanks."""
    return re.sub(r"[\s*>\[\]().\d\x00-]", "", text)


def within(some: str, text: str) -> bool:
    """Whether all these letters stand in `text`, in their order."""
    letters = iter(text)
    return all(one in letters for one in some)


@given(ANYTHING)
def test_no_word_is_lost_or_added(text: str) -> None:
    html = Seen(formatted(text))
    without_addresses = re.sub(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)", "", text)
    assert within(bare(without_addresses), bare(html.text))
    assert within(bare(html.text), bare(text))
    if not html.addresses:
        assert bare(html.text) == bare(text)


@given(ANYTHING)
def test_nothing_can_act(text: str) -> None:
    html = Seen(formatted(text))
    assert html.tags <= {"div", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote"}
    assert html.attributes <= {"dir", "start", "href", "target", "rel"}
    assert all(re.match(r"(https?://|mailto:|tel:)", one, re.I) for one in html.addresses)


@given(st.lists(st.tuples(st.sampled_from(["", "*", "**", "***"]), WORDS), min_size=1, max_size=8))
def test_words_between_stars_are_seen_without_them(words: list[tuple[str, str]]) -> None:
    text = " ".join(f"{stars}a{said}z{stars}" for stars, said in words)
    html = Seen(formatted(text))
    assert html.text.strip() == " ".join(f"a{said}z" for _stars, said in words)
    assert ("strong" in html.tags) == any(len(stars) > 1 for stars, _said in words)


@given(st.lists(WORDS, min_size=2, max_size=6), st.booleans(), st.booleans())
def test_items_are_seen_without_their_signs(items: list[str], counted: bool, quoted: bool) -> None:
    lines = [f"{f'{n}.' if counted else '-'} a{item}" for n, item in enumerate(items, 1)]
    html = Seen(formatted("\n".join(f"> {one}" if quoted else one for one in lines)))
    assert html.text.split("\n")[:-1] == [f"a{item}" for item in items]
    assert html.tags == {"ol" if counted else "ul", "li"} | ({"blockquote"} if quoted else set())


@given(st.text(st.characters(codec="utf-8", exclude_characters="*[]>-.:\x00\r")))
def test_words_without_signs_are_seen_as_they_are(text: str) -> None:
    assert seen(text).split() == text.split()


@given(ANYTHING)
def test_what_is_readable_is_never_longer(text: str) -> None:
    assert len(readable(text)) <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["*a ", "*a **b ", "*", "*a* ", "a**b** ", "***a** ", "[", "[a]", "[a](https://", "[a](https://b",
     "[a](https://(b)", "[*a*](tel:1)", "http://", "http://) ", "> ", "> x\n", "> > > \n", "- a\n",
     "- - ", "1. a\n", "1. a\n2. a\n", "\n", "a:", "<b>", "&"],
)  # fmt: skip
def test_no_words_take_longer_than_their_length(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    started = time.process_time()
    html = formatted(text)
    readable(text)
    assert time.process_time() - started < 5
    assert "too long to show" not in html


@pytest.mark.parametrize("sign", ["- ", "1. ", "> ", "> - "])
def test_a_sign_before_many_blanks_takes_no_longer(sign: str) -> None:
    text = f"{sign}{' ' * 99_000}\n{sign}{' ' * 99_000}x"
    started = time.process_time()
    formatted(text)
    assert time.process_time() - started < 5
