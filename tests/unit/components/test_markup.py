"""Ready HTML: nothing that people have typed may become markup."""

import re
from pathlib import Path

import pytest
from dash import dcc

from dashboard import html
from dashboard.components.markup import Markup, search_field, to_html

HOSTILE = "<script>alert('x')</script>\"'&"
ESCAPED = "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&quot;&#x27;&amp;"


def test_text_is_escaped() -> None:
    assert to_html(html.P(HOSTILE)) == f"<p>{ESCAPED}</p>"


@pytest.mark.parametrize("name", ["title", "id", "className"])
def test_attributes_are_escaped(name: str) -> None:
    written = to_html(html.Span("x", **{name: HOSTILE}))

    assert ESCAPED in written
    assert HOSTILE not in written


def test_addresses_and_styles_are_escaped() -> None:
    assert HOSTILE not in to_html(html.Link("x", href=f"/{HOSTILE}"))
    assert HOSTILE not in to_html(html.Link("x", href=HOSTILE))
    assert HOSTILE not in to_html(html.Span(style={"width": HOSTILE}))


def test_names_of_attributes_are_those_of_html() -> None:
    cell = html.Td(
        "x", className="a b", colSpan=2, style={"marginLeft": "3px"}, **{"data-x": "1", "aria-hidden": "true"}
    )

    assert to_html(cell) == '<td aria-hidden="true" class="a b" colspan="2" data-x="1" style="margin-left:3px">x</td>'


def test_flags_are_written_only_when_they_hold() -> None:
    assert to_html(html.Details("x", open=True)) == "<details open>x</details>"
    assert to_html(html.Details("x", open=False)) == "<details>x</details>"
    assert to_html(html.P("x", hidden=True)) == "<p hidden>x</p>"


def test_nothing_is_written_for_nothing() -> None:
    assert to_html([None, [], html.P(None), 0, "а"]) == "<p></p>0а"


def test_a_link_leads_on_inside_the_application() -> None:
    assert to_html(html.Link("Школа", href="/schools/a?year=2025/26#block-3")) == (
        '<a data-in-app href="/schools/a?year=2025/26#block-3">Школа</a>'
    )


def test_an_input_has_no_end() -> None:
    assert to_html(search_field(id="q", placeholder="Название")) == (
        '<input autocomplete="off" id="q" placeholder="Название" type="search">'
    )


def test_a_component_that_needs_the_renderer_is_refused() -> None:
    with pytest.raises(TypeError, match="Dropdown"):
        to_html(html.Div(dcc.Dropdown(id="d")))


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/schools/s05?year=2025/26#block-3",
        "/schools/%D1%88",
        "#matrix",
        "?year=2025/26",
        "http://edu.example/a//b",
        "https://школа.рф/приказ?x=javascript:",
        "HTTPS://edu.example",
    ],
)
def test_addresses_of_the_site_and_of_the_web_are_links(address: str) -> None:
    assert to_html(html.A("Приказ", href=address)) == f'<a href="{address}">Приказ</a>'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript&colon;alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://edu.example/1",
        "//edu.example/a",
        "/\\edu.example",
        "\\\\edu.example",
        "/\t/edu.example",
        "/\n/edu.example",
        "https:\\\\edu.example",
        "https:edu.example",
        "https://",
        "https:///edu.example",
        "schools/s05",
        "",
    ],
)
def test_any_other_address_is_shown_as_text(address: str) -> None:
    assert to_html(html.A("Приказ", href=address, className="x")) == '<span class="x">Приказ</span>'
    assert to_html(html.Link("Приказ", href=address)) == "<span>Приказ</span>"


@pytest.mark.parametrize("name", ["action", "src", "formaction"])
def test_every_attribute_that_leads_somewhere_is_checked(name: str) -> None:
    assert to_html(html.Form("x", **{name: "javascript:alert(1)"})) == "<form>x</form>"
    assert to_html(html.Form("x", **{name: "/logout"})) == f'<form {name}="/logout">x</form>'


@pytest.mark.parametrize("name", ["onclick", "onLoad", 'x" onclick="alert(1)', "a b", "x>", "srcdoc", ""])
def test_an_attribute_that_runs_or_breaks_out_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no attribute"):
        html.Span("x", **{name: "1"})


def test_an_element_may_stand_in_several_places_and_is_not_escaped_again() -> None:
    star = html.B("<")

    assert to_html(html.P([star, [star, " & ", 1]])) == "<p><b>&lt;</b><b>&lt;</b> &amp; 1</p>"


def test_only_one_module_makes_elements() -> None:
    sources = Path(html.__file__).parent.rglob("*.py")

    makers = [path.name for path in sources if re.search(r"\bElement\(|\.markup\b\s*=", path.read_text("utf-8"))]

    assert makers == ["html.py"]


def test_a_value_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="dict"):
        to_html(html.P({"a": 1}))


def test_the_component_carries_ready_html_to_its_script() -> None:
    sent = Markup(id="content", waiting="<p>…</p>").to_plotly_json()

    assert sent == {
        "type": "Markup",
        "namespace": "vsoko",
        "props": {"id": "content", "waiting": "<p>…</p>", "html": None, "asked": ""},
    }
