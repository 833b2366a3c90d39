"""Ready HTML: nothing that people have typed may become markup."""

import pytest
from dash import dcc, html

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
    assert HOSTILE not in to_html(dcc.Link("x", href=HOSTILE))
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
    assert to_html(dcc.Link("Школа", href="/schools/a?year=2025/26#block-3")) == (
        '<a data-in-app href="/schools/a?year=2025/26#block-3">Школа</a>'
    )


def test_an_input_has_no_end() -> None:
    assert to_html(search_field(id="q", placeholder="Название")) == (
        '<input autocomplete="off" id="q" placeholder="Название" type="search">'
    )


def test_a_component_that_needs_the_renderer_is_refused() -> None:
    with pytest.raises(TypeError, match="Dropdown"):
        to_html(html.Div(dcc.Dropdown(id="d")))


def test_a_value_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="dict"):
        to_html(html.P({"a": 1}))


def test_the_component_carries_ready_html_to_its_script() -> None:
    sent = Markup(id="content", waiting="<p>…</p>").to_plotly_json()

    assert sent == {
        "type": "Markup",
        "namespace": "vsoko",
        "props": {"id": "content", "waiting": "<p>…</p>", "html": None},
    }
