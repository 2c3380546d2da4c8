"""When an article was published: which evidence counts, and what it says."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.enrich.layout import publication, segments
from shared.articles import Evidence, Published

SEED = (Path(__file__).parents[3] / "seeds/000_3242eda2df0c20cf.txt").read_text(encoding="utf-8")
RECEIVED = datetime(2024, 3, 13, 7, tzinfo=UTC)


def find(
    text: str,
    code: str = "fr",
    given: str | None = None,
    declared: tuple[str, ...] = (),
    url: str | None = None,
    received_at: datetime = RECEIVED,
) -> Published | None:
    html = [Evidence(origin="html", text=each) for each in declared]
    return publication.find(text, segments.split(text, code), given, html, url, code, received_at)


def value(published: Published | None) -> str | None:
    return published.value if published else None


class TestStamp:
    def test_it_is_as_precise_as_it_is(self) -> None:
        published = find(SEED)
        assert published is not None
        assert (published.value, published.precision) == ("2023-10", "month")
        assert published.evidence == [Evidence(origin="stamp", text="2023-10", start=6, end=13)]

    @pytest.mark.parametrize(
        ("text", "code", "expected"),
        [
            ("date: 2024-05-06\n\nLe port a rouvert.", "fr", "2024-05-06"),
            ("date 2019 Le port a rouvert.", "fr", "2019"),
            ("Publié le 12/03/2024 à 18h05\n\nLe port a rouvert.", "fr", "2024-03-12"),
            ("Mardi 12 mars 2024\n\nLe port a rouvert.", "fr", "2024-03-12"),
            ("Publié le 1er mars 2024, mis à jour le 3 mars 2024\n\nLe port a rouvert.", "fr", "2024-03-01"),
            ("Published 12 March 2024 10:05 GMT\n\nThe port has opened again.", "en", "2024-03-12"),
            ("Published: 25/12/2023\n\nThe port has opened again.", "en", "2023-12-25"),
            ("Published: 12/25/2023\n\nThe port has opened again.", "en", "2023-12-25"),
            ("Published: 03/12/2023\n\nThe port has opened again.", "en", None),
            ("Publicado el 12 de marzo de 2024 a las 10:00\n\nEl puerto abrió.", "es", "2024-03-12"),
            ("Publicado em 12/03/2024 às 18h05\n\nO porto abriu.", "pt", "2024-03-12"),
            ("Veröffentlicht am 12. März 2024\n\nDer Hafen ist offen.", "de", "2024-03-12"),
            ("Stand: 12.03.2024, 18:05 Uhr\n\nDer Hafen ist offen.", "de", "2024-03-12"),
            ("Pubblicato il 12 marzo 2024\n\nIl porto ha riaperto.", "it", "2024-03-12"),
            ("Gepubliceerd op 12 maart 2024 om 18:05\n\nDe haven is open.", "nl", "2024-03-12"),
        ],
    )
    def test_dates_as_archives_and_pages_print_them(self, text: str, code: str, expected: str | None) -> None:
        assert value(find(text, code)) == expected

    @pytest.mark.parametrize(
        ("stamp", "received", "expected"),
        [
            ("Publié le 12 mars à 10h12", RECEIVED, "2024-03-12"),
            ("31 décembre, 23h50", datetime(2025, 1, 1, 7, tzinfo=UTC), "2024-12-31"),
            ("Publié le 1er janvier à 00h10", datetime(2024, 12, 31, 23, tzinfo=UTC), "2025-01-01"),
            ("Publié le 1er mars à 10h12", RECEIVED, None),
            ("Publié le 20 mars à 10h12", RECEIVED, None),
        ],
    )
    def test_without_its_year_it_is_from_the_week_before_it_came_in(
        self, stamp: str, received: datetime, expected: str | None
    ) -> None:
        text = f"Le port rouvre après la grève\n{stamp}\nLe port de Marseille a rouvert, dit la direction."
        assert value(find(text, received_at=received)) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Mis à jour le 12/03/2024 à 18h05\n\nLe port a rouvert.", "2024-03-12"),
            ("Publié le 10/03/2024\nMis à jour le 12/03/2024 à 18h05\n\nLe port a rouvert.", "2024-03-10"),
            ("Mis à jour le 12/03/2024 à 18h05\n\nPARIS, 11 mars 2024 (AFP) – Le port a rouvert.", "2024-03-11"),
        ],
    )
    def test_a_change_counts_only_where_nothing_else_dates(self, text: str, expected: str) -> None:
        published = find(text)
        assert value(published) == expected
        assert published is not None
        assert len(published.evidence) == 1


class TestDateline:
    @pytest.mark.parametrize(
        ("text", "code", "expected"),
        [
            ("PARIS, 12 mars 2024 (AFP) – Le ministre", "fr", "2024-03-12"),
            ("BERLIN, 1er février 2023 — La chancelière", "fr", "2023-02-01"),
            ("WASHINGTON, March 3, 2024 (AP) — The Senate", "en", "2024-03-03"),
            ("MADRID, 3 de octubre de 2023 (EFE) - El", "es", "2023-10-03"),
            ("Lisboa, 12 mar 2024 (Lusa) - O governo", "pt", "2024-03-12"),
        ],
    )
    def test_with_its_year(self, text: str, code: str, expected: str) -> None:
        published = find(text, code)
        assert published is not None
        assert (published.value, published.evidence[0].origin) == (expected, "dateline")
        evidence = published.evidence[0]
        assert text[evidence.start : evidence.end] == evidence.text

    @pytest.mark.parametrize(
        ("text", "code", "expected"),
        [
            ("PARIS, 12 mars (AFP) – Le ministre", "fr", "2024-03-12"),
            ("PARIS, mardi 12 mars (AFP) – Le ministre", "fr", "2024-03-12"),
            # In Sydney it may be tomorrow already.
            ("SYDNEY, 14 mars (AFP) – Le ministre", "fr", "2024-03-14"),
            ("PARIS, 15 mars (AFP) – Le ministre", "fr", None),
            ("PARIS, 6 mars (AFP) – Le ministre", "fr", "2024-03-06"),
            ("PARIS, 5 mars (AFP) – Le ministre", "fr", None),
            ("LONDON, March 11 (Reuters) - The minister", "en", "2024-03-11"),
            ("MADRID, 12 mar. (EFE).- El ministro", "es", "2024-03-12"),
            ("ROMA, 12 MAR - Il ministro", "it", "2024-03-12"),
            ("(ANSA) - ROMA, 12 MAR - Il ministro", "it", "2024-03-12"),
            ("Berlin, 12. März (dpa) - Der Minister", "de", "2024-03-12"),
            ("AMSTERDAM, 12 mrt (ANP) - De minister", "nl", "2024-03-12"),
            ("PARIS (AFP) – Le ministre", "fr", None),
            ("Aurangabad (Bihar), Mar 12 (PTI) Police on Tuesday arrested two men.", "en", "2024-03-12"),
        ],
    )
    def test_without_its_year_it_is_from_the_week_before_it_came_in(
        self, text: str, code: str, expected: str | None
    ) -> None:
        assert value(find(text, code)) == expected

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("This report by The Canadian Press was first published March 12, 2024.", "en"),
            ("Cette dépêche a été publiée pour la première fois le 12 mars 2024.", "fr"),
            ("APA0217    2024-03-12/12:48", "de"),
            ("(APA, red, 12.3.2024)", "de"),
        ],
    )
    def test_below_the_text_an_agency_says_when(self, line: str, code: str) -> None:
        body = " ".join(["Le ministre est venu hier."] * 10)
        assert value(find(f"{body}\n\n{line}", code)) == "2024-03-12"

    @pytest.mark.parametrize(
        "credit",
        [
            "Photo: AFP, March 12, 2024",
            "Photo: AFP, released March 12, 2024",
            "© Text first published 2010 by Vukeya Press",
            "© Published by Vukeya Press, March 12, 2024",
        ],
    )
    def test_other_credits_date_nothing(self, credit: str) -> None:
        body = " ".join(["The minister came and went."] * 10)
        assert find(f"{body}\n\n{credit}", "en") is None

    def test_the_week_may_lie_in_the_year_before(self) -> None:
        received = datetime(2024, 1, 2, 7, tzinfo=UTC)
        assert value(find("PARIS, 30 décembre (AFP) – Le ministre", received_at=received)) == "2023-12-30"

    def test_unresolved_it_is_listed_where_something_else_gives_the_date(self) -> None:
        published = find("PARIS, 5 mars (AFP) – Le ministre", url="https://example.com/2023/03/06/titre")
        assert published is not None
        assert published.value == "2023-03-06"
        assert [evidence.text for evidence in published.evidence] == ["5 mars", "2023/03/06"]

    @pytest.mark.parametrize(
        "text",
        [
            "Le 12 mars 2024, le ministre a dit non.",
            "PARIS, 31 février 2024 (AFP) – Ce jour n'existe pas",
            "PARIS, 30 février (AFP) – Ce jour n'existe pas",
            "date 2023-13 Ce mois n'existe pas",
            "dates 2023-10",
            "Le port a rouvert.\n\nPARIS, 12 mars 2024 (AFP) – Le ministre",
        ],
    )
    def test_a_date_is_never_invented(self, text: str) -> None:
        assert find(text) is None


class TestTrust:
    def test_all_evidence_is_kept_in_the_order_of_trust(self) -> None:
        url = "https://example.com/2023/10/05/titre.html"
        published = find("date 2023-10 Texte", "fr", "2023-10-03", ("2023-10-04T08:15:00Z",), url)
        assert published is not None
        assert (published.value, published.precision) == ("2023-10-03", "day")
        assert [evidence.origin for evidence in published.evidence] == ["given", "html", "stamp", "url"]

    def test_a_less_trusted_date_never_makes_a_more_trusted_one_more_precise(self) -> None:
        published = find("PARIS, 12 mars 2024 (AFP) – Le ministre", given="2024")
        assert published is not None
        assert (published.value, published.precision) == ("2024", "year")
        assert [evidence.text for evidence in published.evidence] == ["2024", "12 mars 2024"]

    def test_of_one_origin_the_first_counts(self) -> None:
        assert value(find("Texte", declared=("2024-03", "2024-03-12"))) == "2024-03"

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("https://example.com/2023/10/05/titre", "2023-10-05"),
            ("https://example.com/2023/10/titre", "2023-10"),
            ("https://example.com/2023-10-05-titre", "2023-10-05"),
            ("https://example.com/article/20231005", None),
            ("https://example.com/2023/13/05/titre", None),
            ("https://example.com/a/1234/56/x", None),
        ],
    )
    def test_the_date_in_an_address(self, url: str, expected: str | None) -> None:
        assert value(find("Texte", url=url)) == expected
