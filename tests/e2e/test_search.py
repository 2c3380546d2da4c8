"""What was posted is found: by its words in any form, by who is in it, by when it was published; page by page."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count

from tests.e2e.client import Client, Json, unique
from tests.system import eventually

FRENCH = (
    "L'amiral Rob Bauer a déclaré mardi à Varsovie que l'OTAN accueillerait les réfugiés ukrainiens. "
    "L'alliance est prête, a ajouté M. Bauer."
)
ENGLISH = (
    "WARSAW — Admiral Rob Bauer said on Tuesday that NATO would welcome Ukrainian refugees. "
    "The alliance is ready, Bauer added."
)
CHINESE = "北京市今天下雨,气象局说明天转晴。居民们仍然在公园里散步,孩子们在学校里上课。"


async def found(client: Client, **asked: str) -> set[str]:
    return {item["external_id"] for item in (await client.search(**asked))["items"]}


async def test_by_words_languages_entities_and_dates(client: Client) -> None:
    source = unique()
    posted: dict[str, Json] = {
        "fr": {"text": FRENCH, "title": "Drones sur la Crimée", "published_at": "2023-10"},
        "en": {"text": ENGLISH, "published_at": "2023-11-07"},
        "zh": {"text": CHINESE},
    }
    for name, article in posted.items():
        await client.enriched(source=source, external_id=name, **article)

    async def all_there() -> bool:
        return await found(client, source=source) == {"fr", "en", "zh"}

    await eventually(all_there)
    for asked, expected in (
        ({"q": "réfugié"}, {"fr"}),
        ({"q": "refugee welcoming"}, {"en"}),
        ({"q": "CRIMEE drone"}, {"fr"}),
        ({"q": '"rob bauer"'}, {"fr", "en"}),
        ({"q": "bauer -nato"}, {"fr"}),
        ({"q": "varsovie OR warsaw"}, {"fr", "en"}),
        ({"q": "气象局"}, {"zh"}),
        ({"q": "Varsovie: deux morts"}, set()),
        ({"language": "zh"}, {"zh"}),
        ({"entity": "bauer"}, {"fr", "en"}),
        ({"entity": "Otan"}, {"fr"}),
        ({"entity": "Nato"}, {"en"}),
        ({"published_from": "2023-10-31", "published_to": "2023-10-31"}, {"fr"}),
        ({"published_from": "2023-11"}, {"en"}),
        ({"published_to": "2023"}, {"fr", "en"}),
    ):
        assert await found(client, source=source, **asked) == expected, asked


async def test_a_revision_is_found_by_its_new_text_only(client: Client) -> None:
    source = unique()
    first = await client.enriched(source=source, external_id="1", text=FRENCH)

    async def items(q: str) -> list[Json]:
        listed: list[Json] = (await client.search(source=source, q=q))["items"]
        return listed

    await eventually(lambda: items("varsovie"))
    await client.enriched(source=source, external_id="1", text=FRENCH.replace("Varsovie", "Cracovie"))
    [revised] = await eventually(lambda: items("cracovie"))
    assert (revised["id"], revised["revision"]) == (first["id"], 2)
    assert await items("varsovie") == []


async def test_pages_neither_skip_nor_repeat_while_articles_arrive(client: Client) -> None:
    source = unique()
    numbers = count()

    def more(size: int) -> list[Json]:
        ids = [str(next(numbers)) for _ in range(size)]
        return [{"source": source, "external_id": n, "text": f"Le port numéro {n} a rouvert."} for n in ids]

    async def reaches(total: int) -> bool:
        return int((await client.search(source=source, limit=1))["total"]) >= total

    await client.post_lines(more(60))
    await eventually(lambda: reaches(60), 90)
    stop = asyncio.Event()

    async def arrive() -> None:
        while not stop.is_set():
            await client.post_lines(more(5))
            await client.post(
                **{**more(1)[0], "external_id": "17", "text": f"Le port a encore changé {next(numbers)}."}
            )

    arriving = asyncio.ensure_future(arrive())
    await eventually(lambda: reaches(65), 90)
    there = {item["external_id"] async for page in _pages(client, source, 100) for item in page}
    seen: list[str] = []
    async for page in _pages(client, source, 4):
        seen += [item["external_id"] for item in page]
    stop.set()
    await arriving
    assert len(seen) == len(set(seen))
    assert there <= set(seen)


async def _pages(client: Client, source: str, limit: int) -> AsyncIterator[list[Json]]:
    cursor: Json = {}
    while True:
        page = await client.search(source=source, limit=limit, **cursor)
        yield page["items"]
        if page["next_cursor"] is None:
            return
        cursor = {"cursor": page["next_cursor"]}
