"""The article in a page: one that is made to do harm, and what no reader sees."""

import time

import pytest

from services.enrich.layout import page
from shared.errors import UnreadableError


@pytest.mark.parametrize("between", ["", " "])
def test_an_element_of_too_many_attributes_is_refused_before_it_is_parsed(between: str) -> None:
    tag = "<p " + between.join(f'a{number}="{number}"' for number in range(60_000)) + ">x</p>"
    start = time.process_time()
    with pytest.raises(UnreadableError, match="more than 1000 attributes"):
        page.read(tag, None)
    # The parser alone would take a minute.
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "beside",
    [f'<div data-state="{"{a = b} " * 20_000}"></div>', f"<script>for (i=0;i<n;) {{ {'a = b; ' * 2_000}}}</script>"],
)
def test_a_long_value_or_script_is_no_tag_of_many_attributes(beside: str) -> None:
    text = "Le port de Marseille a rouvert mardi après trois jours de grève, a annoncé la direction du port."
    html = f"<html><body>{beside}<article><p>{text}</p><p>{text}</p></article></body></html>"
    assert text in page.read(html, None).text


PARAGRAPH = "Le port de Marseille a rouvert mardi après trois jours de grève, a annoncé la direction du port."


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Le port<script>var a = 1;</script> rouvre", "Le port rouvre"),
        ("<style>.a{color:red}</style>Le port <svg><title>Icône</title></svg>rouvre", "Le port rouvre"),
        ("Le port rouvre<noscript>Activez les scripts</noscript>", "Le port rouvre"),
        ("Le <em>port</em> <a href='/'>rouvre</a>", "Le port rouvre"),
    ],
)
def test_code_and_drawings_are_not_of_the_title(title: str, read: str) -> None:
    found = page.read(f"<html><body><article><h1>{title}</h1><p>{PARAGRAPH}</p></article></body></html>", None)
    assert found.title == read


def test_a_template_is_not_of_the_text_but_what_follows_it_is() -> None:
    hidden = "<template><p>Un modèle que le lecteur ne voit pas, avec assez de mots pour un paragraphe.</p></template>"
    html = f"<html><body><article><p>{PARAGRAPH}</p>{hidden}<p>{PARAGRAPH} Fin.</p></article></body></html>"
    assert page.read(html, None).text == f"{PARAGRAPH}\n\n{PARAGRAPH} Fin."
