"""Which agencies a text is from, and in which role."""

from pathlib import Path

import pytest

from services.enrich.layout import agencies, segments

SEED = (Path(__file__).parents[3] / "seeds/000_3242eda2df0c20cf.txt").read_text(encoding="utf-8")
BODY = "Le port de Marseille a rouvert mardi matin après trois jours de grève, a indiqué à l’AFP la direction."


def find(text: str, code: str) -> list[tuple[str, str, str]]:
    found = agencies.find(text, segments.split(text, code), code)
    return [(agency.name, agency.role, text[agency.start : agency.end]) for agency in found]


class TestFind:
    def test_who_contributed_to_the_seed(self) -> None:
        assert find(SEED, "fr") == [("Associated Press", "contributor", "Associated Press")]

    @pytest.mark.parametrize(
        ("text", "code", "expected"),
        [
            (f"PARIS, 12 mars (AFP) – {BODY}", "fr", [("Agence France-Presse", "source", "AFP")]),
            (f"LONDON (REUTERS) - {BODY}", "en", [("Reuters", "source", "REUTERS")]),
            (f"By JOHN SMITH, Associated Press\n\n{BODY}", "en", [("Associated Press", "source", "Associated Press")]),
            (f"Par Jeanne Martin avec AFP\n\n{BODY}", "fr", [("Agence France-Presse", "contributor", "AFP")]),
            (f"{BODY}\n\n© 2024 AFP", "fr", [("Agence France-Presse", "source", "AFP")]),
            (
                f"{BODY} (avec AFP et Reuters)",
                "fr",
                [("Agence France-Presse", "contributor", "AFP"), ("Reuters", "contributor", "Reuters")],
            ),
            (f"{BODY}\n\n(with Reuters)", "en", [("Reuters", "contributor", "Reuters")]),
            (f"Redacción / EFE\n\n{BODY}", "es", [("Agencia EFE", "source", "EFE")]),
            (f"{BODY}\n\nEFE", "es", [("Agencia EFE", "source", "EFE")]),
            (f"Lisboa, 12 mar 2024 (Lusa) - {BODY}", "pt", [("Lusa", "source", "Lusa")]),
            (f"Berlin (dpa) - {BODY}\n\ndpa/abc", "de", [("Deutsche Presse-Agentur", "source", "dpa")]),
            (f"{BODY}\n\nmit Material von dpa", "de", [("Deutsche Presse-Agentur", "contributor", "dpa")]),
            (f"(ANSA) - ROMA, 12 MAR - {BODY}", "it", [("ANSA", "source", "ANSA")]),
            (f"{BODY}\n\nBron: ANP", "nl", [("ANP", "source", "ANP")]),
            (f"WARSZAWA (PAP) – {BODY}", "pl", [("PAP", "source", "PAP")]),
            (f"{BODY} (red, APA, 18.1.2025)", "de", [("Austria Presse Agentur", "source", "APA")]),
            # Beside a picture, the text is an agency's as well.
            (f"{BODY}\n\nPhoto : Jean Dupont | Texte : AFP", "fr", [("Agence France-Presse", "source", "AFP")]),
            (f"Foto: Inês Lobo (com Lusa)\n\n{BODY}", "pt", [("Lusa", "contributor", "Lusa")]),
            (f"{BODY}\n\n{BODY} © AFP", "fr", [("Agence France-Presse", "source", "AFP")]),
            (f"Lausanne, 28.09.2025 (Keystone-ATS) - {BODY}", "fr", [("Keystone-ATS", "source", "Keystone-ATS")]),
        ],
    )
    def test_datelines_bylines_and_credits(self, text: str, code: str, expected: list[tuple[str, str, str]]) -> None:
        assert find(text, code) == expected

    def test_whose_dispatch_it_is_stays_so_where_it_is_named_again(self) -> None:
        text = f"ROME (AP) — {BODY}\n\nAssociated Press writer Jane Roe contributed to this report."
        assert find(text, "en") == [("Associated Press", "source", "AP")]

    @pytest.mark.parametrize(
        "text",
        [
            BODY,
            f"{BODY} Reuters a confirmé.",
            # A picture is not the article.
            f"{BODY}\n\nPhoto : Jean Dupont/Reuters\n\n{BODY}",
            f"{BODY}\n\nÀ lire aussi : L’AFP en grève\n\n{BODY}",
            f"{BODY} Photo AFP\n\n{BODY}",
            f"{BODY} (Photo : AFP)",
            f"PHOTO : REUTERS\n\n{BODY}",
            f"AFP PHOTO\n\n{BODY}",
            f"Getty Images/AFP\n\n{BODY}",
            f"Par Jeanne Martin (photo AFP)\n\n{BODY}",
            f"Le port est rouvert aux navires\nLe port, mardi. © AFP\nPar Jeanne Martin\n\n{BODY}",
            f"Le port est rouvert aux navires\nLe port, mardi. REUTERS/Jean Petit\nPar Jeanne Martin\n\n{BODY}",
        ],
    )
    def test_none_from_anything_else(self, text: str) -> None:
        assert find(text, "fr") == []
