"""HTML pages, through trafilatura."""

from __future__ import annotations

import io
import sys
import time

import pytest

from claimx.errors import InputError
from claimx.model import Article
from claimx.reading import Reader

BODY = "قال وزير المالية سامر الخوري، أمس الاثنين، إن الحكومة لن تفرض ضرائب جديدة هذا العام، وإن الموازنة كافية."
MORE = "وأضاف في مؤتمر صحفي ببيروت أن الأولوية ستكون لقطاعي الصحة والتعليم، مشيرا إلى أن الإنفاق عليهما سيرتفع."
PAGE = f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>الخوري: لا ضرائب جديدة - صحيفة الساحل</title><meta property="og:title" content="الخوري: لا ضرائب جديدة">
<meta property="og:site_name" content="صحيفة الساحل"><meta name="author" content="ريم الخطيب">
<meta property="article:published_time" content="2024-03-05T09:30:00+03:00"></head>
<body><nav><a href="/">الرئيسية</a> <a href="/e">اقتصاد</a></nav><article><h1>الخوري: لا ضرائب جديدة</h1>
<p>{BODY}</p><h2>الأولوية للصحة</h2><p>{MORE}</p>
<ul><li>رفع موازنة الصحة</li><li>بناء عشرين مدرسة</li></ul>
<script>alert("<p>قال المخترق</p>")</script>
<p>وختم بأن &quot;المرحلة صعبة&quot; &amp; أن الحوار مع النقابات سيستمر في الأسابيع المقبلة.</p>
</article><footer>جميع الحقوق محفوظة</footer></body></html>"""


def read(page: str | bytes, **options: str) -> Article | InputError:
    data = page.encode() if isinstance(page, str) else page
    [found] = Reader().read_stdin(io.BytesIO(data), **options)
    return found


@pytest.fixture(autouse=True)
def _extra(request: pytest.FixtureRequest) -> None:
    if "without" not in request.node.name:
        pytest.importorskip("trafilatura")


def test_a_page_is_its_headline_and_paragraphs() -> None:
    found = read(PAGE)
    assert isinstance(found, Article)
    assert (found.title, found.author, found.outlet) == ("الخوري: لا ضرائب جديدة", "ريم الخطيب", "صحيفة الساحل")
    assert (found.date, found.date_from) == ("2024-03-05", "metadata")
    assert [(part.section, found.text[part.start : part.end]) for part in found.segments] == [
        ("headline", "الخوري: لا ضرائب جديدة"),
        ("body", BODY),
        ("subhead", "الأولوية للصحة"),
        ("body", MORE),
        ("body", "رفع موازنة الصحة"),
        ("body", "بناء عشرين مدرسة"),
        ("body", 'وختم بأن "المرحلة صعبة" & أن الحوار مع النقابات سيستمر في الأسابيع المقبلة.'),
    ]


def test_the_date_of_the_option_goes_first() -> None:
    found = read(PAGE, date="2020-01-01")
    assert isinstance(found, Article)
    assert (found.date, found.date_from) == ("2020-01-01", "option")


def test_the_encoding_that_the_page_declares() -> None:
    found = read(PAGE.replace("utf-8", "windows-1256").encode("cp1256"))
    assert isinstance(found, Article)
    assert BODY in found.text


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><!--" + "-" * 100_000, "<html>" + "<" * 100_000])
def test_a_page_without_an_article_is_one_error(page: str) -> None:
    found = read(page, input_format="html")
    assert isinstance(found, InputError)
    assert "no article in the page" in str(found)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 200_000 + BODY,
        "<html><body>" + "<div>" * 1_900 + f"<p>{BODY}</p>",
        "<html><body>" + "<x>" * 150_000 + BODY,
        "<html><body><p " + "a=1 " * 200_000 + f">{BODY}</p>",
        f"<html><title>{' ' * 100_000}x</title><body><p>{BODY}</p>",
        f"<html><title>{'أ - ' * 50_000}</title><body><p>{BODY}</p>",
        '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><body><p>&b;&b;</p>' + BODY,
        f"<html><body><p>{BODY}\0{MORE}</p>",
        f'<html><body><iframe srcdoc="<script>x</script>"></iframe><svg onload=alert(1)><p>{BODY}</p>',
    ],
    ids=range(9),
)
def test_hostile_pages_neither_crash_nor_hang(page: str) -> None:
    begin = time.process_time()
    found = read(page, input_format="html")
    assert isinstance(found, Article | InputError)
    assert time.process_time() - begin < 10


def test_without_the_extra_the_mend_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    found = read(PAGE)
    assert isinstance(found, InputError)
    assert str(found).endswith("(pip install claimx[html])")
