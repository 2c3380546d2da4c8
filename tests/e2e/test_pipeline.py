"""An article goes in at one end and comes out enriched at the other; counted from outside, nothing lost or doubled."""

import json
from collections import Counter
from pathlib import Path

from tests.e2e.client import Client, Json, header, unique
from tests.system import eventually

SEED = (Path(__file__).parents[2] / "seeds/000_3242eda2df0c20cf.txt").read_text(encoding="utf-8")


def named(article: Json, kind: str) -> dict[str, Json]:
    return {entity["name"]: entity for entity in article["entities"] if entity["type"] == kind}


class TestSeed:
    async def test_it_is_read_as_an_editor_would(self, client: Client) -> None:
        article = await client.enriched(text=SEED, source=unique(), external_id="seed")
        assert article["text"] == SEED
        assert article["language"]["code"] == "fr"
        assert (article["published"]["value"], article["published"]["precision"]) == ("2023-10", "month")
        [evidence] = article["published"]["evidence"]
        assert evidence["origin"] == "stamp"
        assert SEED[evidence["start"] : evidence["end"]] == "2023-10"
        bauer = named(article, "person")["Rob Bauer"]
        assert {SEED[span["start"] : span["end"]] for span in bauer["mentions"]} == {"Rob Bauer", "Bauer"}
        assert "OTAN" in named(article, "organization")
        places = named(article, "place")
        countries = {name: entity["place"]["country"] for name, entity in places.items() if entity["place"]}
        wanted = {"Ukraine": "UA", "Kiev": "UA", "Crimée": "UA", "Varsovie": "PL"}
        assert wanted.items() <= countries.items()
        assert article["topics"][0]["code"] == "medtop:16000000"
        assert article["summary"]
        assert all(SEED[part["start"] : part["end"]] == part["text"] for part in article["summary"])
        assert 0 < len(article["keyphrases"]) <= 10

    async def test_again_it_is_a_duplicate_and_changed_a_revision(self, client: Client) -> None:
        url = f"https://example.com/{unique()}"
        first = await client.post(text=SEED, url=url)
        assert (await client.receipt(first["links"]["receipt"]))["status"] == "enriched"
        again = await client.post(text=SEED, url=url + "?utm_source=feed#top")
        assert again["id"] == first["id"]
        assert (await client.receipt(again["links"]["receipt"]))["status"] == "duplicate"
        changed = await client.post(text=SEED.replace("31 drones", "33 drones"), url=url)
        receipt = await client.receipt(changed["links"]["receipt"])
        assert (receipt["status"], receipt["revision"]) == ("enriched", 2)
        assert "33 drones" in (await client.article(first["id"]))["text"]
        listed = await client.http.get(f"{client.system.api}/v1/articles/{first['id']}/revisions")
        assert [item["revision"] for item in listed.json()["items"]] == [2, 1]

    async def test_a_new_headline_is_a_revision(self, client: Client) -> None:
        url = f"https://example.com/{unique()}"
        first = await client.enriched(text=SEED, title="Des drones", url=url)
        again = await client.post(text=SEED, title="31 drones", url=url)
        assert (await client.receipt(again["links"]["receipt"]))["revision"] == 2
        article = await client.article(first["id"])
        assert article["title"] == "31 drones"
        assert article["changes"] == [{"kind": "title", "before": "Des drones", "after": "31 drones"}]


class TestHtml:
    PAGE = """<html><head><title>Le port rouvre</title><meta property="og:site_name" content="Exemple">
        <script type="application/ld+json">
        {"@type": "NewsArticle", "datePublished": "2023-10-04T08:15:00+02:00"}</script>
        </head><body><nav>Accueil %s</nav><article><h1>Le port rouvre</h1><p>Le port de Marseille a rouvert mardi après
        trois jours de grève, a annoncé la direction du port.</p><p>Les dockers avaient cessé le travail samedi pour
        protester contre la réforme des retraites, et ils reprendront mercredi.</p></article></body></html>"""

    async def test_it_is_taken_apart(self, client: Client) -> None:
        url = f"https://example.com/{unique()}"
        article = await client.enriched(html=self.PAGE % "Sport", url=url)
        assert "Le port de Marseille a rouvert mardi après" in article["text"]
        assert "Accueil" not in article["text"]
        assert article["title"] == "Le port rouvre"
        assert article["source"] == "Exemple"
        assert (article["published"]["value"], article["published"]["precision"]) == ("2023-10-04T06:15:00Z", "second")

    async def test_a_page_of_which_only_the_frame_changed_is_a_duplicate(self, client: Client) -> None:
        url = f"https://example.com/{unique()}"
        await client.enriched(html=self.PAGE % "Sport", url=url)
        again = await client.post(html=self.PAGE % "Météo", url=url)
        assert (await client.receipt(again["links"]["receipt"]))["status"] == "duplicate"

    async def test_one_with_nothing_to_read_is_dead_with_its_reason(self, client: Client) -> None:
        accepted = await client.post(html="<html><body></body></html>", url=f"https://example.com/{unique()}")
        receipt = await client.receipt(accepted["links"]["receipt"])
        assert receipt["status"] == "dead"
        assert "no text" in receipt["reason"]


class TestEvents:
    async def test_an_event_is_the_stored_article_with_its_trace(self, client: Client) -> None:
        since = await client.ends("articles.enriched")
        trace = "0af7651916cd43dd8448eb211c80319c"
        source = unique()
        answer = await client.http.post(
            f"{client.system.ingest}/v1/articles",
            json={"text": "PARIS — Le port de Marseille a rouvert.", "source": source, "external_id": "1"},
            headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"},
        )
        accepted = answer.json()
        await client.receipt(accepted["links"]["receipt"])
        stored = await client.article(accepted["id"])

        async def published() -> list[Json]:
            found = await client.read("articles.enriched", since)
            return [record for record in found if record.key.decode() == accepted["id"]]

        [record] = await eventually(published)
        assert json.loads(record.value) == stored
        assert header(record, "ce_type") == "article.enriched"
        assert header(record, "ce_id") == f"{accepted['id']}:1"
        assert header(record, "traceparent").split("-")[1] == trace

    async def test_a_thousand_articles_of_which_fifty_are_rubbish(self, client: Client) -> None:
        """950 stored and enriched, 50 dead: counted on both topics and in the search."""
        source = unique()
        enriched, dead = await client.ends("articles.enriched"), await client.ends("articles.dead")
        articles = [
            {
                "text": f"Le port numéro {number} a rouvert mardi, a dit le maire.",
                "source": source,
                "external_id": str(number),
            }
            for number in range(950)
        ]
        results: list[Json] = []
        for number in range(10):
            results += await client.post_lines(articles[95 * number : 95 * (number + 1)])
            rubbish = [b"\xff\xfe", b"{", b"[]", b'{"text": "no id"}', b""]
            await client.publish("articles.raw", [(f"{source}-{number}".encode(), value) for value in rubbish])
        assert Counter(result["status"] for result in results) == {"accepted": 950}
        ids = {result["id"] for result in results}

        async def arrived() -> tuple[Counter[str], int]:
            events = [r.key.decode() for r in await client.read("articles.enriched", enriched)]
            letters = [r for r in await client.read("articles.dead", dead) if r.key.decode().startswith(source)]
            return Counter(key for key in events if key in ids), len(letters)

        async def complete() -> bool:
            events, letters = await arrived()
            return len(events) == 950 and letters == 50

        await eventually(complete, 150)
        events, letters = await arrived()
        assert set(events.values()) == {1}
        assert letters == 50

        async def found() -> bool:
            return bool((await client.search(source=source, limit=1))["total"] == 950)

        await eventually(found)
        receipts = [await client.receipt(f"/v1/receipts/{result['receipt']}", 0) for result in results[::50]]
        assert {receipt["status"] for receipt in receipts} == {"enriched"}

    async def test_a_dead_letter_carries_the_original_and_the_reason(self, client: Client) -> None:
        since = await client.ends("articles.dead")
        key = unique().encode()
        await client.publish("articles.raw", [(key, b"{broken")])

        async def letters() -> list[Json]:
            return [record for record in await client.read("articles.dead", since) if record.key == key]

        [letter] = await eventually(letters)
        assert letter.value == b"{broken"
        assert header(letter, "__connect.errors.topic") == "articles.raw"
        assert header(letter, "__connect.errors.stage") == "decode"
        assert header(letter, "__connect.errors.exception.class.name") == "UndecodableError"
        assert "JSON" in header(letter, "__connect.errors.exception.message")
