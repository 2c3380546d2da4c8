"""Places get their country and their coordinates, and what can't be told stays null."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from babel import Locale

from services.enrich.gazetteer.places import fold
from services.enrich.locating.whereabouts import Mentioned, written_at
from services.enrich.locating.whereabouts import locate as locate_all
from services.enrich.tagging import first_names
from shared.articles import Place
from tests.models import gazetteer


def locate(language: str, *names: str | tuple[str, str], dateline: str = "") -> list[Place | None]:
    asked = [Mentioned(name) if isinstance(name, str) else Mentioned(name[0], name[1:]) for name in names]
    return locate_all(asked, language, gazetteer(), written_at(dateline))


def countries(language: str, *names: str | tuple[str, str], dateline: str = "") -> list[str | None]:
    return [place and place.country for place in locate(language, *names, dateline=dateline)]


class TestLocate:
    @pytest.mark.parametrize(
        ("language", "name", "country"),
        [
            ("fr", "Ukraine", "UA"),
            ("fr", "Kiev", "UA"),
            ("fr", "Kyïv", "UA"),
            ("fr", "Crimée", "UA"),
            # Cities that have a name in the language, rather than what is called so in America, Egypt or Israel.
            ("en", "Geneva", "CH"),
            ("en", "Venice", "IT"),
            ("it", "Alessandria", "IT"),
            ("es", "Florencia", "IT"),
            ("fr", "Varsovie", "PL"),
            ("fr", "Moscou", "RU"),
            ("fr", "Etats-Unis", "US"),
            ("fr", "Californie", "US"),
            ("fr", "Cisjordanie", "PS"),
            ("fr", "Écosse", "GB"),
            ("fr", "Donbass", "UA"),
            ("fr", "Bretagne", "FR"),
            ("fr", "La Réunion", "RE"),
            ("fr", "Pékin", "CN"),
            ("en", "Kyiv", "UA"),
            ("en", "Crimea", "UA"),
            ("en", "U.S.", "US"),
            ("en", "UK", "GB"),
            ("en", "Calif.", "US"),
            ("en", "Turkey", "TR"),
            ("en", "Ivory Coast", "CI"),
            ("de", "Deutschland", "DE"),
            ("de", "München", "DE"),
            ("es", "EE. UU.", "US"),
            ("ru", "Москва", "RU"),
            ("zh", "北京", "CN"),
            ("ar", "فرنسا", "FR"),
        ],
    )
    def test_country(self, language: str, name: str, country: str) -> None:
        assert countries(language, name) == [country]

    def test_a_city_has_its_geonames_record(self) -> None:
        assert locate("fr", "Varsovie") == [
            Place(country="PL", geonames_id=756135, latitude=52.22977, longitude=21.01178)
        ]

    def test_a_country_has_its_middle(self) -> None:
        assert locate("en", "Ukraine") == [Place(country="UA", geonames_id=690791, latitude=49.0, longitude=32.0)]

    def test_a_continent_has_no_country(self) -> None:
        (place,) = locate("fr", "Europe")
        assert place is not None
        assert (place.country, place.geonames_id) == (None, 6255148)

    @pytest.mark.parametrize("name", ["Middle East", "Soviet Union", "Korea", "cap Tarkhankut", "Blorptown", "x", ""])
    def test_unknown_is_null(self, name: str) -> None:
        assert locate("en", name) == [None]

    def test_what_stands_after_a_name(self) -> None:
        assert countries("en", ("Geneva", "N.Y."), "N.Y.", "New York") == ["US", "US", "US"]
        assert countries("fr", "Sion", "Valais") == ["CH", "CH"]
        assert countries("it", "Alessandria", "Egitto") == ["EG", "EG"]
        assert countries("en", "Paris", ("Paris", "Texas"), "Paris, Texas", "London (Ontario)") == [
            "FR",
            "US",
            "US",
            "CA",
        ]

    def test_other_places_of_the_article(self) -> None:
        assert countries("en", "Georgia", "Tbilisi")[0] == "GE"
        assert countries("en", "Georgia", "Atlanta")[0] == "US"
        assert countries("es", "San José", "Costa Rica")[0] == "CR"

    def test_several_likely_places_are_not_guessed_between(self) -> None:
        assert locate("en", "Victoria") == [None]
        assert countries("en", "Victoria", "South Australia", "Queensland")[0] == "AU"
        assert locate("en", "Springfield") == [Place(country="US", geonames_id=None, latitude=None, longitude=None)]

    def test_a_town_far_away_is_not_thought_of(self) -> None:
        assert countries("fr", "Hassan", "Maroc") == [None, "MA"]
        assert countries("fr", "Amizmiz", "Maroc") == ["MA", "MA"]

    @pytest.mark.parametrize(
        ("language", "name", "country"),
        [
            ("fr", "Pornic", "FR"),
            ("fr", "Batz-sur-Mer", "FR"),
            ("nl", "Domburg", "NL"),
            ("pt", "Arganil", "PT"),
            ("de", "Tegernsee", "DE"),
            ("it", "Positano", "IT"),
            ("es", "Cadaqués", "ES"),
        ],
    )
    def test_a_small_town_at_home(self, language: str, name: str, country: str) -> None:
        assert countries(language, name) == [country]

    @pytest.mark.parametrize(
        ("language", "names", "country"),
        [
            ("fr", ["Chamonix", "Annecy"], "FR"),
            ("fr", ["Viège", "Sion", "Suisse"], "CH"),
            ("de", ["Immenstadt", "Kempten"], "DE"),
        ],
    )
    def test_a_small_town_by_another_name(self, language: str, names: list[str], country: str) -> None:
        assert countries(language, *names)[0] == country

    def test_a_small_town_says_not_that_it_is_a_place(self) -> None:
        assert gazetteer().candidates("Pornic", "fr") == []
        assert not gazetteer().is_known("Pornic", "fr")

    @pytest.mark.parametrize(
        ("language", "dateline", "name", "country"),
        [
            ("en", "PARIS, Texas", "Paris", "US"),
            ("en", "PARIS, Tex", "Paris", "US"),
            ("es", "Caracas", "Valencia", "VE"),
            ("fr", "Berlin", "Fulda", "DE"),
            ("fr", "Mbour (Sénégal)", "Thiès", "SN"),
            ("fr", "Lausanne", "Jura", "CH"),
            ("en", "Dublin, Ireland", "Mayo", "IE"),
        ],
    )
    def test_a_dateline_explains_the_places(self, language: str, dateline: str, name: str, country: str) -> None:
        assert countries(language, name, dateline=dateline) == [country]

    @pytest.mark.parametrize(
        ("language", "names", "country"),
        [
            # Irish and Austrian articles think of Irish and Austrian towns.
            ("en", ["Westport", "Galway", "Mayo", "Ireland"], "IE"),
            ("de", ["Gmünd", "Wien", "Österreich"], "AT"),
            # The only city of its name, a large one, one that the language has a name for, or one near by.
            ("fr", ["Trondheim", "France"], "NO"),
            ("fr", ["Salamanque", "Colombie"], "ES"),
            ("fr", ["Maastricht", "Liège"], "NL"),
            ("fr", ["Havre", "Rouen"], "FR"),
            ("fr", ["mer Rouge", "États-Unis", "Louisiane"], None),
            ("de", ["Rom", "Deutschland"], "IT"),
            # A town among others of the article, rather than a great city far away that it does not speak of.
            ("fr", ["Vienne", "Chasse-sur-Rhône", "Givors", "Lyon"], "FR"),
            ("en", ["Rome", "Cartersville", "Dalton", "Georgia"], "US"),
            ("en", ["Perth", "Dundee", "Crieff", "Scotland"], "GB"),
            ("en", ["Washington", "Sunderland", "Gateshead", "Durham", "United States"], "US"),
            # A city that dwarfs its namesakes; the only town of its name, if it is no hamlet.
            ("en", ["Calais", "London", "Wales", "United States"], "FR"),
            ("en", ["Davos", "Almaty", "Astana", "Medeu", "Kazakhstan"], "CH"),
            ("en", ["Dunluce", "Belfast", "Coleraine", "Antrim"], "GB"),
            # A capital is meant rather than another city of its size; where its country is named, than a larger one.
            ("nl", ["Georgetown", "Paramaribo", "Suriname"], "GY"),
            ("fr", ["La Valette", "Malte", "Nice"], "MT"),
            ("es", ["Sucre", "Medellín", "Colombia"], "CO"),
            # Several towns in a country speak for it.
            ("it", ["Pyla", "Famagosta", "Limassol", "Paphos"], "CY"),
            # A region is meant rather than a city abroad that has its name for another.
            ("es", ["Terra Alta", "Gandesa", "Zaragoza"], "ES"),
            ("de", ["Kongo", "Uganda"], "CD"),
            # A capital, whatever smaller towns bear its name in a country that is named.
            ("en", ["Wellington", "Wabag", "United States", "Canberra", "Papua New Guinea"], "NZ"),
            ("en", ["Ottawa", "Leslie", "Savannah", "Georgia", "Atlanta"], "CA"),
            # What is a city elsewhere in another language only is where the article is; where a name was thought to
            # lie is no neighbour of its other bearers.
            ("es", ["Río Salado", "Oaxaca", "Tehuacán", "Puebla", "Ciudad de México"], "MX"),
            ("fr", ["Ungheni", "Chisinau", "Bender", "Transnistrie", "Iași", "Roumanie"], "MD"),
            # Of many of a name that could not be told, one in the country that the article is about.
            ("it", ["Akrotiri", "Nicosia", "Famagosta", "Cipro", "Regno Unito"], "CY"),
            # Where nothing decides, nothing is said.
            ("es", ["Valencia", "Sagunto", "Castellón", "Venezuela"], None),
            ("fr", ["Saint-Denis", "Toamasina", "Antananarivo", "Madagascar"], None),
            ("fr", ["Manche", "Poole", "mer du Nord"], None),
        ],
    )
    def test_which_of_a_name(self, language: str, names: list[str], country: str | None) -> None:
        assert countries(language, *names)[0] == country

    def test_a_hamlet_beside_others_is_not_meant_rather_than_a_city(self) -> None:
        names = ["Porto", "Zamora", "Puebla de Sanabria", "Bragança", "Madrid", "Angola", "Brasil"]
        city = locate("pt", *names, dateline="Mirandela")[0]
        assert city is not None
        assert city.geonames_id == 2735943

    def test_a_city_behind_a_town_says_where_it_lies(self) -> None:
        assert countries("pt", "Fátima", dateline="Fátima, Santarém") == ["PT"]

    def test_a_town_behind_a_town_in_a_list_does_not(self) -> None:
        names = ("Nova Scotia", "Tatamagouche", "Antigonish")
        assert countries("en", ("Truro", "Stewiacke"), *names)[0] == "CA"
        assert countries("en", ("Sandy Ground", "Anguilla"), "Barbados", "Guyana")[0] == "AI"

    @pytest.mark.parametrize(
        ("language", "names", "dateline", "country"),
        [
            ("en", ["Blorp Avenue", "Tbilisi", "Kutaisi"], "", "GE"),
            ("en", ["Nyando River", "Kenya"], "NAIROBI", "KE"),
            ("en", ["Blorp Avenue", "Tbilisi", "Georgia", "Brussels"], "", "GE"),
            ("fr", ["stade Blorp", "Metz"], "", "FR"),
            ("fr", ["rue Blorp", "Guérande", "Rennes", "Allemagne", "Japon", "Berlin"], "", "FR"),
            ("it", ["piazza Europa", "Terni"], "", "IT"),
            ("fr", ["place Blorp", "Pau", "Bayonne", "Hambourg", "Saragosse", "Agadir"], "", "FR"),
            # Countries that are named in passing, no more often than a town at home.
            ("it", ["piazza Blorpa", "Terni", "Norvegia", "Svezia", "Austria"], "", "IT"),
            ("en", ["Blorp Highway", "South Australia", "New Zealand"], "", "AU"),
            ("fr", ["Blorp-sur-Mer", "Nantes", "Rennes", "Andorre"], "", "FR"),
        ],
    )
    def test_what_no_table_has_is_where_the_article_is(
        self, language: str, names: list[str], dateline: str, country: str
    ) -> None:
        assert locate(language, *names, dateline=dateline)[0] == Place(
            country=country, geonames_id=None, latitude=None, longitude=None
        )

    @pytest.mark.parametrize(
        ("language", "names"),
        [
            ("fr", ["Blorp-sur-Mer", "Japon", "Allemagne"]),
            ("fr", ["Blorp-sur-Mer", "Iran", "Iran", "Guérande"]),
            ("en", ["Blorp Avenue", "Tbilisi"]),
            ("en", ["East Africa", "Kenya", "Nairobi"]),
            ("en", ["Blorp Sea", "Kenya", "Nairobi"]),
            ("fr", ["mer Rouge", "Égypte", "Le Caire"]),
            ("fr", ["Union soviétique", "Russie", "Moscou"]),
            ("de", ["Rhein", "Köln", "Bonn"]),
        ],
    )
    def test_what_may_lie_elsewhere_is_null(self, language: str, names: list[str]) -> None:
        assert locate(language, *names)[0] is None

    @pytest.mark.parametrize(
        ("language", "name", "country"),
        [
            ("fr", "canal de Suez", "EG"),
            ("en", "Cape of Good Hope", "ZA"),
            ("de", "Suezkanal", "EG"),
            ("es", "Carabobo", "VE"),
            ("pt", "cabo da Boa Esperança", "ZA"),
            ("it", "Tevere", "IT"),
            ("nl", "IJsselmeer", "NL"),
            ("fr", "Odessa", "UA"),
            ("fr", "Brest", "FR"),
            ("fr", "Valence", "FR"),
            ("fr", "Al-Hodeïda", "YE"),
            ("fr", "Abou Dhabi", "AE"),
            ("es", "Cornualles", "GB"),
            ("en", "Gulf of St. Lawrence", "CA"),
            ("fr", "Alpes vaudoises", "CH"),
            ("de", "Wipptal", "AT"),
            ("nl", "Alblasserwaard", "NL"),
            ("pt", "Chapada Diamantina", "BR"),
            ("fr", "Tourmalet", "FR"),
            ("en", "Chattahoochee", "US"),
            ("de", "Siebenbürgen", "RO"),
            ("nl", "Sognefjord", "NO"),
            # What the press calls places that GeoNames and CLDR know otherwise, or not at all.
            ("fr", "Haut-Adige", "IT"),
            ("fr", "Lougansk", "UA"),
            ("fr", "Bâle", "CH"),
            ("de", "Osttirol", "AT"),
            ("de", "Schitomir", "UA"),
            ("es", "Ascalón", "IL"),
            ("pt", "Quixinau", "MD"),
            ("it", "Eolie", "IT"),
            ("nl", "Tsjernigov", "UA"),
            ("en", "Majorca", "ES"),
            # Stadiums that sports news names without saying what they are.
            ("fr", "Geoffroy-Guichard", "FR"),
            ("es", "San Mamés", "ES"),
            ("pt", "Maracanã", "BR"),
            ("en", "Headingley", "GB"),
        ],
    )
    def test_waters_and_cities_that_a_language_names_otherwise(self, language: str, name: str, country: str) -> None:
        assert countries(language, name) == [country]


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "nl", "pt", "ru", "uk"])
def test_every_name_of_the_tables_leads_somewhere(language: str) -> None:
    table = yaml.safe_load(Path(f"services/enrich/languages/{language}/places.yaml").read_text(encoding="utf-8"))
    assert [
        name
        for name, target in table.items()
        if target and "*" not in name and not gazetteer().candidates(name, language)
    ] == []


class TestNamesInThePress:
    """The tables of what the press calls regions, waters and small towns."""

    TABLES = ("press_regions.yaml", "press_waters.yaml")

    @pytest.fixture
    def names(self) -> list[tuple[str, str]]:
        """Each name with the country that it is under."""
        tables = [
            yaml.safe_load(Path("services/enrich/gazetteer", table).read_text(encoding="utf-8"))
            for table in self.TABLES
        ]
        return [(name, country) for table in tables for country, names in table.items() for name in names]

    def test_each_is_under_a_country_or_several(self, names: list[tuple[str, str]]) -> None:
        assert {country for _, country in names} <= {*Locale("en").territories, "several"}

    def test_none_is_in_two_places(self, names: list[tuple[str, str]]) -> None:
        assert [name for name, times in Counter(fold(name) for name, _ in names).items() if times > 1] == []

    def test_none_is_a_first_name(self, names: list[tuple[str, str]]) -> None:
        assert [name for name, _ in names if name in first_names.common()] == []


def test_fold() -> None:
    assert fold("Côte d’Ivoire") == "cote d'ivoire"
    assert fold("ÎLE-DE-FRANCE") == "ile de france"


def test_a_dateline_that_names_nothing_says_nothing() -> None:
    assert [written_at(printed) for printed in ("", "\n", " (Texas)", ", Texas")] == [None] * 4
