"""Nothing that an article holds can do anything to a terminal, and spans stay where they are."""

from console.terminal import harmless


def test_control_characters_are_replaced_one_for_one() -> None:
    text = "a\x1b[31m\x07\r\x9b\u202eé\n\tb"
    assert harmless(text) == "a\ufffd[31m\ufffd\ufffd\ufffd\ufffdé\n\tb"
    assert len(harmless(text)) == len(text)


def test_what_writers_use_stays() -> None:
    text = "«\u00a0Nous reprenons\u202f», l\u2019été\u00ad 👩\u200d🚒"
    assert harmless(text) == text


def test_all_of_an_article() -> None:
    assert harmless({"a": ["\x1b"], "b": {"c": "\x1b"}, "d": 1, "e": None}) == {
        "a": ["\ufffd"], "b": {"c": "\ufffd"}, "d": 1, "e": None,
    }  # fmt: skip
