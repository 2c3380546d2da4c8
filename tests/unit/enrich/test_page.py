"""The article in a page, where the page is made to do harm."""

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
