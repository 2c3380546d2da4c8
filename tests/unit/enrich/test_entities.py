"""One entity for all its mentions, of the right type, at the right place; nothing that is no name."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.locating import unheard_places
from services.enrich.locating.place_mentions import correct
from services.enrich.naming.entities import find_entities
from services.enrich.tagging.mention import Mention
from shared.articles import Entity
from tests.models import gazetteer, taggers
from tests.unit.growth import Work, is_linear

SEED = next(Path("seeds").glob("000_*.txt")).read_text(encoding="utf-8")


def entities(text: str, language: str, title: str | None = None) -> dict[str, Entity]:
    found = find_entities(text, taggers().tag(text, language), language, gazetteer(), title)
    assert len({entity.name for entity in found}) == len(found)
    return {entity.name: entity for entity in found}


def mentions(text: str, entity: Entity) -> list[str]:
    return [text[span.start : span.end] for span in entity.mentions]


def types(text: str, language: str) -> dict[str, str]:
    return {name: entity.type for name, entity in entities(text, language).items()}


def country(entity: Entity) -> str | None:
    return entity.place and entity.place.country


class TestSeed:
    """The article that this project began from, whole: nothing missing that matters, and no junk."""

    def test_functions(self) -> None:
        found = entities(SEED, "fr")
        titles = {name: entity.title for name, entity in found.items() if entity.title}
        assert titles == {
            "Rob Bauer": "chef du Comité militaire de l’OTAN",
            "Kevin McCarthy": "président",
            "Biden": "président",
        }

    def test_all(self) -> None:
        assert types(SEED, "fr") == {
            "Ukraine": "place",
            "Moscou": "place",
            "Kiev": "place",
            "ministère russe de la Défense": "organization",
            "Rob Bauer": "person",
            "Crimée": "place",
            "Russie": "place",
            "États-Unis": "place",
            "cap Tarkhankut": "place",
            "Congrès": "organization",
            "Comité militaire de l’OTAN": "organization",
            "OTAN": "organization",
            "Kevin McCarthy": "person",
            "Californie": "place",
            "Pentagone": "organization",
            "Biden": "person",
            "Europe": "place",
            "Canada": "place",
            "Japon": "place",
            "Forum sur la sécurité de Varsovie": "organization",
            "Varsovie": "place",
            "Associated Press": "organization",
        }

    def test_a_surname_alone_is_the_person(self) -> None:
        bauer = entities(SEED, "fr")["Rob Bauer"]
        assert mentions(SEED, bauer) == ["Rob Bauer", "Bauer", "Bauer", "Bauer"]

    def test_places(self) -> None:
        found = entities(SEED, "fr")
        names = ("Ukraine", "Kiev", "Crimée", "Varsovie", "Moscou", "Californie")
        assert [country(found[name]) for name in names] == ["UA", "UA", "UA", "PL", "RU", "US"]
        assert country(found["cap Tarkhankut"]) == "UA"
        assert all(entity.place is None for entity in found.values() if entity.type != "place")

    def test_lines_in_capitals_hold_no_mentions(self) -> None:
        for entity in entities(SEED, "fr").values():
            assert not any(mention.isupper() and len(mention) > 4 for mention in mentions(SEED, entity))

    def test_the_most_salient_first(self) -> None:
        found = list(entities(SEED, "fr").values())
        assert found[0].name == "Ukraine"
        assert all(1 >= a.salience >= b.salience >= 0 for a, b in pairwise(found))

    def test_the_headline_counts(self) -> None:
        title = "Rob Bauer : les stocks de munitions s’épuisent"
        assert list(entities(SEED, "fr", title)).index("Rob Bauer") < list(entities(SEED, "fr")).index("Rob Bauer")
        assert entities(SEED, "fr", title).keys() == entities(SEED, "fr").keys()


class TestOneEntity:
    def test_an_abbreviation_in_brackets(self) -> None:
        text = "L'Institut américain de géophysique (USGS) a mesuré le séisme. Selon l'USGS, la magnitude était de 6,8."
        (usgs,) = entities(text, "fr").values()
        assert usgs.type == "organization"
        assert mentions(text, usgs) == ["Institut américain de géophysique", "USGS", "USGS"]

    def test_a_well_known_name_and_its_abbreviation(self) -> None:
        text = (
            "L'Organisation du traité de l'Atlantique nord s'est réunie. L'Otan a averti Moscou, et l'OTAN le répète."
        )
        found = entities(text, "fr")
        assert found.keys() == {"Organisation du traité de l'Atlantique nord", "Moscou"}
        assert mentions(text, found["Organisation du traité de l'Atlantique nord"])[1:] == ["Otan", "OTAN"]

    @pytest.mark.parametrize(
        ("language", "text", "name", "expected"),
        [
            (
                "fr",
                "L’Organisation pour la sécurité et la coopération en Europe (OSCE) publie. L’OSCE veut une enquête.",
                "Organisation pour la sécurité et la coopération en Europe",
                ["Organisation pour la sécurité et la coopération en Europe", "OSCE", "OSCE"],
            ),
            (
                "es",
                "La Agencia Estatal de Meteorología (Aemet) avisó. Según la Aemet, lloverá.",
                "Agencia Estatal de Meteorología",
                ["Agencia Estatal de Meteorología", "Aemet", "Aemet"],
            ),
            (
                "en",
                "The National Transportation Safety Board opened an inquiry. The NTSB said the pilot survived.",
                "National Transportation Safety Board",
                ["National Transportation Safety Board", "NTSB"],
            ),
        ],
    )
    def test_an_abbreviation_and_its_name(self, language: str, text: str, name: str, expected: list[str]) -> None:
        assert mentions(text, entities(text, language)[name]) == expected

    def test_a_company_and_its_short_name(self) -> None:
        text = "Apple Inc. unveiled a phone in Cupertino. Shares of Apple rose."
        found = entities(text, "en")
        assert mentions(text, found["Apple Inc."]) == ["Apple Inc.", "Apple"]

    def test_two_names_of_one_place(self) -> None:
        text = "The U.S. and Kyiv signed. The United States sent aid to Kiev."
        found = entities(text, "en")
        assert sorted(len(entity.mentions) for entity in found.values()) == [2, 2]
        assert {country(entity) for entity in found.values()} == {"US", "UA"}

    def test_the_person_last_named(self) -> None:
        text = "Bill Clinton arrived in Paris. Hillary Clinton spoke first, and then Clinton left for Berlin."
        assert mentions(text, entities(text, "en")["Hillary Clinton"]) == ["Hillary Clinton", "Clinton"]

    def test_a_city_is_not_the_person_of_its_name(self) -> None:
        text = "The writer Jack London was born in San Francisco. He lived in London in 1902."
        found = entities(text, "en")
        assert found["London"].type == "place"
        assert mentions(text, found["Jack London"]) == ["Jack London"]

    def test_titles_and_articles_are_no_part_of_names(self) -> None:
        text = "M. Macron a reçu Mme Élisabeth Borne. Emmanuel Macron parlera de la France et du Japon à l'Élysée."
        assert types(text, "fr") == {
            "Emmanuel Macron": "person",
            "Élisabeth Borne": "person",
            "France": "place",
            "Japon": "place",
            "Élysée": "organization",
        }

    def test_possessives(self) -> None:
        text = "Angela Merkel's successor met Germany's allies at Israel’s embassy."
        assert types(text, "en") == {"Angela Merkel": "person", "Germany": "place", "Israel": "place"}

    def test_a_dateline_in_capitals(self) -> None:
        text = "WASHINGTON (AP) - Joe Biden spoke on Tuesday."
        found = entities(text, "en")
        assert country(found["Washington"]) == "US"
        assert mentions(text, found["Washington"]) == ["WASHINGTON"]

    def test_a_qualified_city(self) -> None:
        text = "Police in Paris, Texas, said on Monday that a man was arrested. He is from Dallas."
        assert country(entities(text, "en")["Paris"]) == "US"


class TestContext:
    """The words of the article decide which place of a name is meant."""

    @pytest.mark.parametrize(
        ("language", "text", "name", "expected"),
        [
            ("fr", "Un homme a été arrêté à Paris, au Texas, lundi.", "Paris", "US"),
            ("fr", "Un homme a été arrêté à Paris lundi.", "Paris", "FR"),
            ("en", "The fire broke out in Birmingham. Officials in Alabama said two people died.", "Birmingham", "US"),
            ("en", "The fire broke out in Birmingham, officials in London said.", "Birmingham", "GB"),
            ("en", "The university in Cambridge, Massachusetts, said it would sue.", "Cambridge", "US"),
            ("en", "Police in London said a woman was held. The Ontario premier and Toronto reacted.", "London", "CA"),
            ("en", "Protesters marched in Georgia. Police in Tbilisi used tear gas.", "Georgia", "GE"),
            ("en", "Voters in Georgia and Atlanta went to the polls.", "Georgia", "US"),
            (
                "es",
                "Una explosión en Valencia dejó heridos. Las autoridades de Venezuela investigan.",
                "Valencia",
                "VE",
            ),
            ("es", "Un tren descarriló en Córdoba. La Junta de Andalucía investiga.", "Córdoba", "ES"),
            ("es", "El accidente ocurrió en Córdoba, lejos de Buenos Aires.", "Córdoba", "AR"),
            ("es", "El presidente llegó a San José. Costa Rica celebra.", "San José", "CR"),
        ],
    )
    def test_country(self, language: str, text: str, name: str, expected: str) -> None:
        assert country(entities(text, language)[name]) == expected


class TestType:
    @pytest.mark.parametrize(
        ("language", "text", "name", "kind"),
        [
            ("fr", "Le Pentagone a averti le Sénat.", "Pentagone", "organization"),
            ("fr", "Le Kremlin dément, selon le ministère iranien de la Santé.", "Kremlin", "organization"),
            ("fr", "La France insoumise a voté contre, a dit Manon Aubry.", "La France insoumise", "organization"),
            ("en", "The White House and the Kremlin declined to comment.", "White House", "organization"),
            ("en", "Manchester United won in London.", "Manchester United", "organization"),
            ("en", "The fighting near Kyiv went on.", "Kyiv", "place"),
            ("fr", "GENÈVE (ats) - Le Conseil fédéral a tranché à Genève.", "Genève", "place"),
        ],
    )
    def test_head_nouns_well_known_names_and_the_gazetteer_decide(
        self, language: str, text: str, name: str, kind: str
    ) -> None:
        assert types(text, language)[name] == kind


class TestNamesInFull:
    """Names that a tagger cuts off, runs on over, or takes for another kind."""

    @pytest.mark.parametrize(
        ("language", "text", "name", "kind"),
        [
            ("es", "Lo dijo la Universidad Técnica de Oruro el lunes.", "Universidad Técnica de Oruro", "organization"),
            ("pt", "Tribunal Judicial da Comarca de Faro", "Tribunal Judicial da Comarca de Faro", "organization"),
            ("fr", "Il a joué à la Comédie de Valence en mai.", "Comédie de Valence", "organization"),
            ("fr", "Quatre blessés, a annoncé la préfecture du Nord.", "préfecture du Nord", "organization"),
            ("de", "Dort ist die Volksschule Hasenfeld untergebracht.", "Volksschule Hasenfeld", "organization"),
            ("de", "Das fand der Kapuziner Pater Luzius Derungs heraus.", "Luzius Derungs", "person"),
            ("nl", "De kinderen gaan naar basisschool De Wierde.", "basisschool De Wierde", "organization"),
            ("nl", "Het Groninger Museum wil de vondst tonen.", "Groninger Museum", "organization"),
            ("nl", "Dat zei minister van Sport Griet Lannoye.", "Griet Lannoye", "person"),
            ("nl", "Netbeheerder Stedin herstelt de stroom.", "Stedin", "organization"),
            ("en", "The defence was led by Miriam Feldstein KC on Monday.", "Miriam Feldstein", "person"),
            ("en", "The chairwoman, the Rev Dr Philippa de Courcy, agreed.", "Philippa de Courcy", "person"),
        ],
    )  # fmt: skip
    def test_a_name_has_its_whole_length_and_its_kind(self, language: str, text: str, name: str, kind: str) -> None:
        assert types(text, language).get(name) == kind


class TestNoJunk:
    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("fr", "Les Ukrainiens et les Russes négocient. Mardi, en Janvier, un Français a protesté."),
            ("fr", "Le Premier ministre israélien a parlé. Selon le ministre de l'Intérieur, tout va bien."),
            ("fr", "Bonsoir à tous. Vu la loi n° 91-647, l'article L. 761-1 s'applique. Si oui, tant mieux."),
            ("fr", "LE FINANCEMENT DE L’UKRAINE AUGMENTE COMME PARATONNERRE POLITIQUE"),
            ("en", "Republicans and Democrats clashed on Monday in January. The Prime Minister left."),
            ("en", "He was 45. She said no. It rained."),
            ("fr", "Contact : jean@example.org, http://example.org/Paris"),
        ],
    )
    def test_nothing_is_found(self, language: str, text: str) -> None:
        assert types(text, language) == {}

    def test_no_text(self) -> None:
        assert entities("", "fr") == {}

    @given(st.text(alphabet="aB éÉ.'’-(),\n\u00a0", max_size=80), st.sampled_from(["fr", "en", "de", "ja"]))
    def test_mentions_lie_in_the_text(self, text: str, language: str) -> None:
        noise = f"{text} Emmanuel Macron {text} (OTAN) {text}"
        for entity in find_entities(noise, taggers().tag(noise, language), language, gazetteer()):
            assert entity.mentions
            starts = [span.start for span in entity.mentions]
            assert starts == sorted(set(starts))
            assert all(noise[span.start : span.end].strip() for span in entity.mentions)


def placed(text: str, language: str, dateline: str | None = None) -> dict[str, str | None]:
    found = find_entities(text, taggers().tag(text, language), language, gazetteer(), dateline=dateline)
    return {entity.name: entity.place and entity.place.country for entity in found if entity.type == "place"}


class TestPlacesByTheirWords:
    @pytest.mark.parametrize(
        ("language", "text", "name", "country"),
        [
            ("nl", "In Vlissingen waaide het dak van een sporthal weg.", "Vlissingen", "NL"),
            ("nl", "Het treinverkeer tussen Goes en Middelburg ligt stil.", "Goes", "NL"),
            ("pt", "Em Coimbra, a administração do hospital reconheceu atrasos.", "Coimbra", "PT"),
            ("en", "Rescuers pulled survivors from the mud near the town of Kisumu, in Kenya.", "Kisumu", "KE"),
            ("fr", "Il aurait déposé plainte au commissariat de Brest, selon son avocat.", "Brest", "FR"),
            ("fr", "Le trafic dans le canal de Suez a chuté de moitié depuis novembre.", "canal de Suez", "EG"),
            ("es", "Los casos de dengue en Cadaqués aumentaron este verano.", "Cadaqués", "ES"),
            ("it", "Il treno si è fermato vicino a Positano per due ore.", "Positano", "IT"),
        ],
    )
    def test_found(self, language: str, text: str, name: str, country: str) -> None:
        assert placed(text, language)[name] == country

    def test_a_hall_has_the_name_of_a_person(self) -> None:
        text = "Une réunion publique aura lieu vendredi à Dunkerque, à la salle Jean-Bart."
        assert placed(text, "fr")["salle Jean-Bart"] == "FR"

    @pytest.mark.parametrize(
        ("language", "text", "name"),
        [
            ("fr", "Il habite une maison du quartier de la Croix-Blanche, à Nantes.", "Croix-Blanche"),
            ("fr", "Le préfet a visité Auvelais, en province de Namur, mardi.", "Namur"),
            ("it", "La donna vive da sola nella frazione di Bottrighe, vicino ad Adria.", "Bottrighe"),
            ("es", "Los vecinos cortaron la carretera en la aldea Nancultac, en Guatemala.", "Nancultac"),
            ("de", "Der Mann aus dem Kanton Thurgau stürzte am Samstag in Davos.", "Thurgau"),
            (
                "de",
                "Die Straße ist seit Montag im Gasteinertal gesperrt, wie das Land Salzburg mitteilte.",
                "Gasteinertal",
            ),
            ("de", "Am Plauer See bei Malchow fanden Spaziergänger einen toten Seeadler.", "Plauer See"),
            ("en", "The road between Mbale and Kapchorwa was cut by floods, Uganda's police said.", "Kapchorwa"),
            ("en", "PAY parking will not return to Carrick-on-Shannon before June.", "Carrick-on-Shannon"),
            ("en", "The judge halted the mine in Michigan's Upper Peninsula on Tuesday.", "Upper Peninsula"),
            ("en", "The A6 was closed for an hour near Belper on Monday.", "A6"),
            ("en", "The Hyderabad-based Deccan Corridor Infra Ltd. was fined.", "Hyderabad"),
            ("nl", "Ze moeten uitwijken naar Groningen of Emmen, een rit van drie kwartier.", "Emmen"),
            ("pt", "Foram afetadas sobretudo as províncias de Sofala e da Zambézia, em Moçambique.", "Sofala"),
            (
                "es",
                "Un helicóptero despegó de San Antonio de los Cobres, en la Argentina.",
                "San Antonio de los Cobres",
            ),
            ("fr", "Les enquêteurs ont fouillé un hangar de La Tremblade jeudi.", "La Tremblade"),
            ("es", "El camión quedó cruzado en la A-226 a la altura de Teruel.", "A-226"),
            ("es", "La nieve cortó el paso entre Teruel y Cedrillas durante horas.", "Cedrillas"),
            ("en", "The farmers blocked the road between Nairobi, Kenya, and Washway Road on Monday.", "Washway Road"),
            ("de", "Der Bus steht vor dem Haus in der Maria-Theresien-Straße in Wien.", "Maria-Theresien-Straße"),
        ],
    )
    def test_a_place_by_its_noun_its_number_or_the_next(self, language: str, text: str, name: str) -> None:
        assert placed(text, language)[name]

    def test_a_road_is_one_with_its_number(self) -> None:
        found = placed("He drove on State Highway 35 near Gisborne in New Zealand.", "en")
        assert [name for name in found if "Highway" in name] == ["State Highway 35"]

    @pytest.mark.parametrize(
        ("language", "text", "name", "country"),
        [
            # A town is large enough for a word so common, or the word is rare.
            ("de", "Die Strecke zwischen Donauwörth und Nördlingen ist gesperrt.", "Nördlingen", "DE"),
            ("de", "Ein Unfall im niederbayerischen Zwiesel legte den Verkehr lahm.", "Zwiesel", "DE"),
            ("nl", "De brand in Zoutkamp was na een uur geblust.", "Zoutkamp", "NL"),
            # Of several words, the longest is meant.
            ("pt", "A fábrica vai abrir em Ponte de Sor no próximo ano.", "Ponte de Sor", "PT"),
            ("nl", "Het strand bij Wijk aan Zee is afgesloten.", "Wijk aan Zee", "NL"),
            # What only a place follows, and what a town is called behind its name.
            ("es", "Lo anunció la alcaldesa de Villablorpa, cerca de Segovia.", "Villablorpa", "ES"),
            (
                "fr",
                "La route de Blorpigny, une commune de 300 habitants près de Nantes, est coupée.",
                "Blorpigny",
                "FR",
            ),
            ("it", "Il vescovo di Cerreto-Telese ha celebrato la messa a Napoli.", "Cerreto-Telese", "IT"),
            # Behind an article, or its noun.
            ("de", "Das Auto stürzte bei Weilburg in die Lahn.", "Lahn", "DE"),
            ("es", "Un pescador murió ahogado en el Guadalete, en Cádiz.", "Guadalete", "ES"),
            ("nl", "Het schip voer bij Nijmegen op de Waal tegen een brug.", "Waal", "NL"),
            ("pt", "O corpo foi encontrado no rio Vez, em Braga.", "rio Vez", "PT"),
            ("en", "Police in Leeds closed Blorp Crescent on Monday night.", "Blorp Crescent", "GB"),
            ("en", "Whales were seen in the Gulf of St. Lawrence on Friday.", "Gulf of St. Lawrence", "CA"),
            ("en", "A Liberia-flagged tanker ran aground on Tuesday.", "Liberia", "LR"),
            ("en", "The fire spread across the Blorp Ranges near Adelaide overnight.", "Blorp Ranges", "AU"),
            ("fr", "Le voilier a chaviré à la pointe de Blorpigny, près de Nantes.", "pointe de Blorpigny", "FR"),
            ("it", "L'acqua ha invaso le case, hanno detto i residenti di Blorpano, a Terni.", "Blorpano", "IT"),
            ("nl", "Op de E411 bij Namen stond een lange file.", "E411", "BE"),
            ("nl", "In Assen komt een fietspad langs de Blorpse Vaart.", "Blorpse Vaart", "NL"),
            ("de", "Der Skifahrer wurde in St. Blorp am Inn geborgen, nahe Innsbruck.", "St. Blorp am Inn", "AT"),
            # An organisation that has a county in its name lies in it.
            ("en", "Kerry County Council closed Blorp Crescent on Monday night.", "Blorp Crescent", "IE"),
            # A river has not the country of the town that bears its name.
            ("fr", "Les pirogues ont traversé le fleuve Niger à Bamako, au Mali.", "fleuve Niger", None),
            ("it", "Un uomo è stato arrestato in provincia di Rovigo.", "Rovigo", "IT"),
            # A name that nobody has heard of, behind a small word or joined to one.
            (
                "de",
                "Der Lastwagen kam nachts zwischen Fulda, Wüstblorpen und Lauterblorp ab Blorpental.",
                "Blorpental",
                "DE",
            ),
            (
                "de",
                "Der Verkehr wurde über Blörpsberg und Hartblörpshain umgeleitet, bis nach Fulda.",
                "Hartblörpshain",
                "DE",
            ),
            ("en", "The group left their car at Inverblorpaig, north of Glasgow.", "Inverblorpaig", "GB"),
            (
                "en",
                "Two frigates from Zuoblorp sailed on Monday past Kaohsiung, a port of Taiwan.",
                "Zuoblorp",
                "TW",
            ),
            ("fr", "Le convoi a été attaqué peu après Namblorpa, au Burkina Faso.", "Namblorpa", "BF"),
            ("es", "El fuego avanza hacia Blorpobra, en Galicia.", "Blorpobra", "ES"),
            ("it", "Autocarri sono stati visti tra Zalablorpa e Senablè, in Etiopia.", "Senablè", "ET"),
            ("nl", "De dijk tussen Blorpersoog en Groningen wordt niet afgemaakt.", "Blorpersoog", "NL"),
            ("pt", "Um motorista fugiu a pé até Blorpaca, em Moçambique.", "Blorpaca", "MZ"),
            # Whatever a tagger takes for a person, without a first name.
            ("nl", "In Moerbeke is er een omleiding over de Blorpberg, bij Geraardsbergen.", "Blorpberg", "BE"),
            # But a person may have the name of a town of a country that is named.
            ("fr", "Le Japon a voté : 298 voix à Koizumi, contre 15 pour Hashimoto.", "Hashimoto", "missing"),
            (
                "fr",
                "Les secours ont été appelés sur les pentes du Blorpaubis, près de Pau, dans le Béarn.",
                "Blorpaubis",
                "FR",
            ),
            ("es", "El fuego cortó la pista de Vilablorpa, en Ourense, Galicia.", "Vilablorpa", "ES"),
            # What belongs to a name: its noun, and the article that has a capital inside a sentence.
            (
                "es",
                "Un aluvión cortó la ruta en el desierto de Blorpama, cerca de Antofagasta, en Chile.",
                "desierto de Blorpama",
                "CL",
            ),
            ("pt", "Morreram botos no lago Blorpé, perto de Manaus, no Brasil.", "lago Blorpé", "BR"),
            (
                "fr",
                "Ses parents louaient chaque été à La Toussuire, près de Saint-Jean-de-Maurienne.",
                "La Toussuire",
                "FR",
            ),
            # A capital stands for its government.
            ("es", "El ejército envió a 190 hombres, y Lisboa ofreció dos aviones.", "Lisboa", "PT"),
            # Streets and bridges that are one word, and roads by their numbers.
            ("de", "Die Demonstranten zogen in Dresden vom Rathausplatz durch die Höllgasse.", "Höllgasse", "DE"),
            ("de", "Die Demonstranten zogen in Dresden vom Rathausplatz durch die Höllgasse.", "Rathausplatz", "DE"),
            ("nl", "De schaatsers reden in Groningen op het Blorpermeer.", "Blorpermeer", "NL"),
            ("fr", "À Rodez, la D 922 restait coupée jeudi soir.", "D 922", "FR"),
            ("it", "Una telecamera sulla statale 389 lo ha ripreso vicino a Nuoro.", "statale 389", "IT"),
            ("pt", "A Estrada Nacional 103 esteve cortada perto de Braga.", "Estrada Nacional 103", "PT"),
            ("es", "Volcó un camión en la carretera nacional 340, en Almería.", "carretera nacional 340", "ES"),
            ("de", "Der Stau auf der Autobahn 9 reichte am Abend bis Ingolstadt.", "Autobahn 9", "DE"),
            # Whose something is, by the ending.
            ("de", "Frankreichs Präsident kam am Montag nach Wien.", "Frankreichs", "FR"),
            ("de", "Der Ausbau kostet wegen Chinas Zöllen mehr als geplant.", "Chinas", "CN"),
            # From one place to the next.
            ("it", "La corsa va da Napoli a Roma, e poi da Guardiagrele al Blorpaus.", "Napoli", "IT"),
            ("it", "La corsa va da Napoli a Roma, e poi da Guardiagrele al Blorpaus.", "Blorpaus", "IT"),
            # Amid other places, and with a noun in the genitive.
            ("it", "Chiuse le scuole a Sestri Levante, Blorpinza e Moneglia.", "Blorpinza", "IT"),
            ("de", "Die Bewohner des Stadtteils Blorpau bei Zittau wurden gewarnt.", "Blorpau", "DE"),
            # Valleys, huts and churches; and what is printed in its own language.
            ("de", "Die Wanderer schliefen in der Blorpeckhütte bei Innsbruck.", "Blorpeckhütte", "AT"),
            ("it", "Il sisma ha lesionato la chiesa di San Blorpino, a Parma.", "chiesa di San Blorpino", "IT"),
            ("nl", "In Canada werd de Blorpy Highway bij Calgary afgesloten.", "Blorpy Highway", "CA"),
            ("nl", "In België stonden ze in Luik in de Rue de Blorp.", "Rue de Blorp", "BE"),
            # What lies in a town and is called after it has the town in its name, if no article stands there.
            ("fr", "Le train s'est arrêté en gare de Blorpigny, dans le sud de la France.", "Blorpigny", "FR"),
            ("fr", "Le feu a pris à l'aéroport de Roissy, en France.", "Roissy", "FR"),
            ("es", "El fuego destruyó el mercado de Casiguran, en Filipinas.", "Casiguran", "PH"),
            ("pt", "O barco saiu do cais de Alcântara, em Portugal.", "Alcântara", "PT"),
            ("nl", "Op het station van Roosendaal was het druk.", "Roosendaal", "NL"),
            ("fr", "Il est descendu à Lille, en France, puis à la gare du Nord.", "gare du Nord", "FR"),
            # A street that is called after a person or a day is so to the end of it.
            ("it", "Un incendio è scoppiato in via Leonardo da Vinci, a Milano.", "via Leonardo da Vinci", "IT"),
            ("pt", "Ela mora na rua Treze de Maio, em São Paulo.", "rua Treze de Maio", "BR"),
            ("fr", "Un feu a pris boulevard du 11-Novembre, à Nantes.", "boulevard du 11-Novembre", "FR"),
            ("fr", "Un camion a brûlé rue Jean de La Fontaine, à Nantes.", "rue Jean de La Fontaine", "FR"),
            ("fr", "Il y a foule le long de l'avenue 6 de Marzo, à La Paz, en Bolivie.", "avenue 6 de Marzo", "BO"),
            # A region with its noun in small letters is the region, and not what governs it.
            ("nl", "De provincie Drenthe sluit tot juli twee kreken af.", "Drenthe", "NL"),
            (
                "fr",
                "Un incendie a détruit une ferme à Blorpigny (Lozère), selon les pompiers de Mende.",
                "Lozère",
                "FR",
            ),
        ],
    )
    def test_a_place_by_the_words_around_it(self, language: str, text: str, name: str, country: str | None) -> None:
        assert placed(text, language).get(name, "missing") == country

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("de", "Er war in Rente und dachte nicht an Schlangen, sagte er bei Kuchen und Kaffee."),
            ("nl", "Hij deed het in Best gezelschap en met Leiden."),
            ("es", "El ministro Juan Córdoba dimitió el lunes. Córdoba anunció que apelará."),
            ("de", "Das hieß es aus Ermittlerkreisen und nach Gewerkschaftsangaben am Montag."),
            ("de", "Er suchte einen Ausbildungsplatz und blieb auf der Bundesstraße in der Rettungsgasse stehen."),
            ("es", "El árbitro recurrió al VAR en dos ocasiones."),
            # Nouns have capitals; towns have no article.
            ("de", "Im Dorf gibt es wieder ein Wirtshaus. Der Schlüssel wiegt ein halbes Kilo."),
            ("de", "Wer die Landstraße nimmt, kommt früher an, sagte sie. Sie bezahlen Straßen und Brücken."),
            ("de", "Der Fluss überschwemmte den Bahnhofsvorplatz. Er mündet in den größten Wüstensee der Erde."),
            # GeoNames has parts of Paris that are called like centuries.
            ("fr", "Elle lisait une écriture du XVIIe siècle. Au XIXe, rien ne changea."),
            ("fr", "Le ministre de la Mobilité, de l'Aménagement du territoire et des Pouvoirs locaux a répondu."),
            ("en", "They pledged about US$24 million for the harbour."),
        ],
    )
    def test_a_word_or_a_surname_is_no_town(self, language: str, text: str) -> None:
        assert placed(text, language) == {}

    def test_a_surname_of_two_letters_is_no_century(self) -> None:
        assert types("La maire, Mme Le, a parlé.", "fr") == {"Le": "person"}

    def test_the_place_of_the_dateline_is_one_wherever_it_stands(self) -> None:
        text = "Auf dem Marktplatz erinnert Monheim am Freitag an die Opfer."
        assert placed(text, "de", "MONHEIM") == {"Monheim": "DE"}

    def test_a_place_in_the_name_of_an_institution_is_none_of_its_own(self) -> None:
        assert "Nantes" not in placed("Le tribunal correctionnel de Nantes a relaxé le maire de Pornic.", "fr")

    def test_the_people_of_a_town_are_no_place(self) -> None:
        text = "Samedi, les Lorientais ont battu les Brestois. Troisièmes, les Finistériens ont quitté le terrain."
        assert placed(text, "fr") == {}
        assert placed("Les Toulonnais ont joué à quatorze après le carton rouge du Fidjien Semi Ravouvou.", "fr") == {}

    def test_a_country_of_two_names_is_one(self) -> None:
        text = "The storm has reached Trinidad and Tobago, where schools are closed."
        assert placed(text, "en") == {"Trinidad and Tobago": "TT"}

    def test_a_town_that_plays_is_its_club(self) -> None:
        text = (
            "Mené deux fois, Rodez a fini par renverser Amiens vendredi, devant son stade et ses supporters. Le but de"
            " la victoire est tombé à la dernière minute du match, et l'entraîneur a félicité ses joueurs."
        )
        assert placed(text, "fr") == {}

    def test_a_dateline_says_where(self) -> None:
        text = "Few in Paris remember a dispute this long. Lamar County offered to mediate."
        assert placed(text, "en", "PARIS, Texas") == {"Paris": "US", "Lamar County": "US"}

    def test_a_country_of_the_past_is_a_place(self) -> None:
        text = "The building dates from the Soviet Union and was never finished."
        assert placed(text, "en") == {"Soviet Union": None}

    @pytest.mark.parametrize("word", ["Congress", "English", "Commerce"])
    def test_a_word_after_in_is_no_town(self, word: str) -> None:
        assert placed(f"He said in {word} on Monday that it was late.", "en") == {}


@pytest.mark.parametrize(
    ("language", "text", "place", "lies_in"),
    [
        ("en", "The trail led detectives to Gary, Indiana, on Friday.", "Gary", "US"),
        ("pt", "O autarca disse no sábado. Em Vila Nova de Gaia, a obra parou.", "Vila Nova de Gaia", "PT"),
        ("es", "El testigo vive ahora en Vila Real de Santo António, en Portugal.", "Vila Real de Santo António", "PT"),
    ],
)
def test_what_stands_around_a_town_or_in_its_name_outweighs_a_tagger(
    language: str, text: str, place: str, lies_in: str
) -> None:
    assert placed(text, language).get(place) == lies_in


@pytest.mark.parametrize(("language", "label"), [("fr", "PER"), ("it", "LOC")])
def test_whom_a_tagger_takes_for_a_person_elsewhere_is_no_unheard_place(language: str, label: str) -> None:
    """Where no tagger looks, one place that is told tells of all that have its name."""
    mentions = [Mention(0, 7, "Thaddée", "PER"), Mention(30, 37, "Thaddée", "PER")]
    found = unheard_places.as_places(mentions, [Mention(30, 37, "Thaddée", "LOC")], language)
    assert [mention.label for mention in found] == [label, label]


@pytest.mark.parametrize(
    ("language", "text", "place", "lies_in"),
    [
        ("fr", "Au Cameroun, la route la plus courte vers Douala passe par Kousseri.", "Kousseri", "CM"),
        ("en", "Virac was without power after the typhoon crossed the Philippines on Friday.", "Virac", "PH"),
        ("en", "Oil workers from Argentina fill the hotels of El Calafate all winter.", "El Calafate", "AR"),
        ("fr", "En Argentine, Joffre et Lemonnier ont salué la foule.", "Joffre", None),
    ],
)
def test_a_town_of_a_country_that_is_named_outweighs_a_tagger(
    language: str, text: str, place: str, lies_in: str | None
) -> None:
    assert placed(text, language).get(place) == lies_in


@pytest.mark.parametrize(
    ("language", "text", "place", "lies_in"),
    [
        ("fr", "Au Kirghizstan, le barrage achevé sur le Naryn irrigue les champs de coton.", "Naryn", None),
        ("fr", "Au Kirghizstan, des voyageurs sont arrivés à Naryn, venus de Bichkek.", "Naryn", "KG"),
        ("en", "Kyrgyzstan finished the dam on the Naryn under Brezhnev.", "Naryn", None),
        ("es", "En Argentina, el agua del Paraná subió otra vez en Rosario.", "Paraná", None),
    ],
)
def test_an_article_before_a_river_tells_it_from_a_town(
    language: str, text: str, place: str, lies_in: str | None
) -> None:
    assert placed(text, language).get(place, "missing") == lies_in


@pytest.mark.parametrize(
    "people",
    [
        "L'Isérois Antonin Vallier, malade, a renoncé.",
        "Le Lyonnais Paul Morel a gagné.",
        "Le Normand Baptiste Lemonnier a perdu.",
    ],
)
def test_one_of_the_people_of_a_place_is_none(people: str) -> None:
    assert placed(people, "fr") == {}


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("fr", "En France, trois maisons ont brûlé au vallon de Valtrède.", "vallon de Valtrède"),
        ("fr", "Un skieur est mort en Savoie, dans le couloir de la Ronche.", "couloir de la Ronche"),
        ("fr", "Le peloton, en France, a grimpé la côte de Viry.", "côte de Viry"),
        ("fr", "En Bolivie, l'accès au salar d'Uyuni est bloqué.", "salar d'Uyuni"),
        ("fr", "Le conseil se réunira salle de la Grenette, en France.", "salle de la Grenette"),
        ("en", "In India, rain closed the Chandigarh-Manali highway on Monday.", "Chandigarh-Manali highway"),
        ("en", "Fighting went on in the Lagaip valley, in Papua New Guinea.", "Lagaip valley"),
        ("en", "In Mongolia, he joined her in the Songinokhairkhan district.", "Songinokhairkhan"),
    ],
)
def test_landforms_and_buildings_have_their_nouns(language: str, text: str, place: str) -> None:
    assert place in placed(text, language)


@pytest.mark.parametrize(
    ("language", "text", "place", "lies_in"),
    [
        ("it", "Ad Ariano nel Polesine si riempiono le taniche.", "Ariano nel Polesine", "IT"),
        ("es", "La mujer fue evacuada a O Barco de Valdeorras.", "O Barco de Valdeorras", "ES"),
        ("de", "In Hrádek nad Nisou standen Keller unter Wasser.", "Hrádek nad Nisou", "CZ"),
        ("fr", "Au Laos, on remontait la Nam Ou en pirogue depuis Luang Prabang.", "Nam Ou", "LA"),
        ("fr", "À l'étage inférieur, Le Puy rêve tout haut, et Villefranche-sur-Saône n'y peut rien.", "Le Puy", "FR"),
        ("en", "The storm closed schools in Michigan's Upper Peninsula.", "Michigan", "US"),
        ("fr", "La maternité du centre hospitalier de Saint-Aubin-des-Ormes (Creuse) ferme.", "Creuse", "FR"),
        ("fr", "À Madagascar, un pêcheur d'Ambila-Lemaitso répare un filet.", "Ambila-Lemaitso", "MG"),
        ("en", "It is posted to East Malling, in Kent, where it is read.", "East Malling", "GB"),
        ("en", "It stands in Vernon Street, Nelson. People of Nelson, B.C., like it.", "Vernon Street", "CA"),
    ],
)
def test_the_whole_name_is_meant_and_no_more(language: str, text: str, place: str, lies_in: str) -> None:
    assert placed(text, language).get(place, "missing") == lies_in


@pytest.mark.parametrize(
    ("language", "text", "thing"),
    [
        ("it", "Il prossimo obiettivo è il Giro d'Italia.", "Giro d'Italia"),
        ("it", "Il Giro d'Italia partirà in maggio.", "Giro d'Italia"),
        ("nl", "De Ronde van Vlaanderen komt hier al jaren niet meer.", "Ronde van Vlaanderen"),
    ],
)
def test_the_name_of_an_event_holds_no_place(language: str, text: str, thing: str) -> None:
    assert types(text, language) == {thing: "other"}


def test_a_place_ends_the_name_of_a_meeting_and_not_that_of_a_body() -> None:
    assert "Milano" not in types("Il titolo ha chiuso alla Borsa di Milano in rialzo.", "it")
    assert types("L'amiral a parlé au Forum sur la sécurité de Varsovie.", "fr")["Varsovie"] == "place"


@pytest.mark.parametrize("body", ["bataillon de marins-pompiers de Marseille", "archives départementales de la Manche"])
def test_archives_and_firemen_are_bodies(body: str) -> None:
    assert types(f"Elle a écrit aux élus et au {body} mardi.", "fr") == {body: "organization"}


def test_the_noun_of_a_district_makes_a_place_of_no_word() -> None:
    assert "Reserve" not in placed("In Mongolia, the Reserve district was closed, and the Trading region too.", "en")


def test_towns_behind_small_words_take_time_in_proportion() -> None:
    line = "She comes from Zorgblat, and Xyzco Corp is here. "

    def prepare(times: int) -> Work:
        text = line * times
        starts = range(line.index("Xyzco"), len(text), len(line))
        mentions = [Mention(start, start + 10, "Xyzco Corp", "ORG") for start in starts]
        return lambda: correct(text, [], mentions, "en", gazetteer())

    assert is_linear(prepare, 7_500)
