"""Names, keys and words as the index has them."""

import pytest

from services.api.search.schema import analyze, fold, sort_key, stems


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Otan", "OTAN"), ("Zelensky", "ZÉLENSKY"), ("Côte  d’Ivoire", "cote d'ivoire"), ("Київ", "київ"),
        ("Straße", "STRASSE"), ("Αθήνα", "ΑΘΗΝΑ"),
    ],
)  # fmt: skip
def test_names_are_the_same_whatever_their_case_and_accents(name: str, same: str) -> None:
    assert fold(name) == fold(same)


@pytest.mark.parametrize(("name", "other"), [("Kyiv", "Kiev"), ("Bauer", "Bauers"), ("北京", "南京")])
def test_other_names_stay_apart(name: str, other: str) -> None:
    assert fold(name) != fold(other)


class TestSortKey:
    def test_what_was_received_later_has_a_greater_key(self) -> None:
        moments = ["2023-10-04T08:15:00+00:00", "2023-10-04T08:15:00.001+00:00", "2026-01-01T01:00:00+01:00"]
        keys = [sort_key(moment, "a") for moment in moments]
        assert keys == sorted(set(keys))

    def test_time_zones_do_not_matter(self) -> None:
        assert sort_key("2026-01-01T01:00:00+01:00", "a") == sort_key("2026-01-01T00:00:00Z", "a")

    def test_articles_of_the_same_moment_have_different_keys(self) -> None:
        assert len({sort_key("2026-01-01T00:00:00Z", str(number)) for number in range(1_000)}) == 1_000

    @pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
    def test_any_year_fits_in_64_bits(self, moment: str) -> None:
        assert 0 <= sort_key(moment, "a") < 2**64


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'OTAN à Kiïv_2", ["l", "otan", "a", "kiiv", "2"]),
        ("NATO在北京ABC", ["nato", "在", "北", "京", "abc"]),
        ("コーヒー", ["コ", "ー", "ヒ", "ー"]),
        ("북한이 쐈다", ["북", "한", "이", "쐈", "다"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert analyze(text) == words


def test_a_stem_is_found_with_and_without_its_accents() -> None:
    assert stems("élections", "fr") == stems("election", "fr")
