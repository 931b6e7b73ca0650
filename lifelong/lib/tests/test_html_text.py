import time

import pytest

from lifelong.lib.html import to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("just words", "just words"),
        ("<p>One<p>Two", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("One<br>Two<br/><br>Three", "One\nTwo\n\nThree"),
        ("a  \n b<b> c</b>", "a b c"),
        ("<ul><li>red</li><li>blue</ul>after", "- red\n- blue\n\nafter"),
        ("<ul><li>red<ul><li>dark</li></ul></li></ul>", "- red\n- dark"),
        ("<ul><li><p>red</p></li></ul>", "- red"),
        ("<tr><td>Size</td><td>XL</td></tr><tr><td>2</td></tr>", "Size XL\n2"),
        ('see <a href="https://x.test/?a>b">our page</a>.', "see our page."),
        ("<title>T</title><style>p{}</style><script>1<2</script>seen", "seen"),
        ("<STYLE>p{}</STYLE >seen", "seen"),
        ("a<!-- <p>no</p> -->b<!-->c<![if mso]>d<![endif]>", "abcd"),
        ("&lt;b&gt; &amp;amp; &euro;5&nbsp;&#8364;", "<b> &amp; €5 €"),
        ("Hi<blockquote>yes<br>no<blockquote>ok</blockquote></blockquote>end",
         "Hi\n\n> yes\n> no\n>\n> > ok\n\nend"),
        ("<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd"),
        ("1 < 2 and <3", "1 < 2 and <3"),
        ("go&zwnj;&nbsp;&zwnj;&nbsp;&#847;&zwnj;on", "go on"),
        ("می‌خواهم", "می‌خواهم"),
        ("soft&shy;hyphen", "softhyphen"),
        ("cut in a <a href='", "cut in a"),
        ("cut in <style> p {", "cut in"),
        (f"&#{'9' * 5000};x", "\ufffdx"),
    ],
)  # fmt: skip
def test_reads_as_a_person_would(html: str, text: str) -> None:
    assert to_text(html) == text


@pytest.mark.parametrize(
    "piece",
    ["<", "<!--", "<a", "<a b='", '<a b="', "<div>", "<style>", "<script", "<svg>", "&#1", "&a",
     "<blockquote>", "<li>", "= ", "<p =", "a<b>", "<a b=''", "\u200c", "\n ", "<ul><li>", "</",
     "<!", "<pre>\n", "&nbsp;", "<td>"],
)  # fmt: skip
def test_a_bomb_takes_linear_time(piece: str) -> None:
    bomb = piece * (512 * 1024 // len(piece))
    started = time.process_time()
    to_text(bomb)
    assert time.process_time() - started < 1.5
