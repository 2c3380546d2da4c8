"""The reader as people use it: with and without scripts, with a mouse and with a keyboard, as articles arrive."""

import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import Browser, expect

from tests.e2e.browser import Visit, chromium, visiting
from tests.e2e.client import Client, Json, unique
from tests.system import System, eventually

SEED = Path(__file__).parents[2] / "seeds/000_3242eda2df0c20cf.txt"
SAID = [
    "Le fond du canon est désormais visible",
    "à un rythme beaucoup plus rapide",
    "Et nous avons besoin de gros volumes",
]
SCRIPT = "<script>alert('owned')</script>"
# What lists other than articles tell of two articles, one of them with a quote, and what they have of them then.
ARRIVED = {
    "/quotes": ("1 new article", "blockquote"),
    "/places": ("2 new articles", "#table tbody tr"),
    "/timeline": ("2 new articles", "#table tbody tr"),
}
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Open(Protocol):
    """Opens a fresh browser profile on the reader."""

    def __call__(self, **options: Any) -> AbstractAsyncContextManager[Visit]: ...


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, client: Client) -> Open:
    key = os.environ.get("DEPECHE_TEST_API_KEY")
    return lambda **options: visiting(browser, client.system.api, key, **{"viewport": DESK, **options})


@dataclass(frozen=True)
class Stored:
    """What the pages are about: the seed, edited once, and reprinted; nothing else has this source."""

    source: str
    id: str
    story: str

    @property
    def pages(self) -> dict[str, str]:
        return {
            "stories": "/",
            "articles": f"/articles?source={self.source}&q=drones",
            "article": f"/articles/{self.id}",
            "revisions": f"/articles/{self.id}/revisions",
            "story": f"/stories/{self.story}",
            "quotes": f"/quotes?source={self.source}",
            "places": f"/places?source={self.source}",
            # Its date is known to the month.
            "timeline": f"/timeline?source={self.source}&interval=month",
            "nothing": f"/?source={self.source}&language=zh",
        }


@pytest.fixture(scope="module")
async def stored(system: System) -> Stored:
    """Posted once for all tests here: the seed under another name, its revision, and a reprint of that."""
    key, source = os.environ.get("DEPECHE_TEST_API_KEY"), unique()
    text = SEED.read_text(encoding="utf-8-sig")
    edited = text.replace("31 drones", "35 drones") + "\n\nMoscou dément."
    reprinted = edited.replace("35 drones", "36 drones")
    async with httpx.AsyncClient(timeout=90, headers={"Authorization": f"Bearer {key}"} if key else {}) as http:
        client = Client(system, http)
        await client.enriched(source=source, external_id="1", title="Les drones de Kiev", text=text)
        first = await client.enriched(source=source, external_id="1", title="Les drones de Kiev", text=edited)
        await client.enriched(source=source, external_id="2", title="Drones : la réimpression", text=reprinted)

        async def found() -> bool:
            answer = await client.search(source=source)
            return sorted(one["revision"] for one in answer["items"]) == [1, 2]

        await eventually(found)
    return Stored(source, first["id"], first["story"]["id"])


async def test_reading_needs_no_javascript(visit: Open, stored: Stored) -> None:
    async with visit(java_script_enabled=False) as one:
        await one.goto("/")
        await one.page.get_by_role("link", name="Articles", exact=True).click()
        await one.page.get_by_label("Words to look for").fill('title:"drones de Kiev"')
        await one.page.get_by_role("button", name="Search").click()
        await one.page.locator(f'a[href="/articles/{stored.id}"]').click()
        await expect(one.page.get_by_role("heading", level=1)).to_have_text("Les drones de Kiev")
        assert await one.texts(".print .quote") == SAID
        assert "35 drones" in await one.texts(".print .figure")
        assert {"Ukraine", "Moscou", "Kiev"} <= set(await one.texts(".print .place"))
        assert any("affirment avoir" in text for text in await one.texts(".print .hedge"))
        assert "Rob Bauer" in await one.texts(".print .person")
        assert len(await one.texts(".print .promo")) == 2
        assert "L’Associated Press" in "".join(await one.texts(".print .credit"))
        assert await one.page.locator(".print").get_attribute("lang") == "fr"
        await one.page.locator(".legend").get_by_label("place").uncheck()
        await expect(one.page.locator(".print .place").first).to_have_css("text-decoration-line", "none")


async def test_every_quote_of_a_speaker_is_found(visit: Open, stored: Stored) -> None:
    async with visit() as one:
        await one.goto(stored.pages["quotes"])
        await one.page.get_by_label("Who says it").fill("Rob Bauer")
        await one.page.get_by_role("button", name="Search").click()
        await expect(one.page.locator("#count")).to_have_text("6 quotes")
        assert sorted(await one.texts("blockquote")) == sorted(2 * SAID)
        assert set(await one.texts("figcaption .speaker")) == {"Rob Bauer"}
        # What was left empty in the form is not in the address, and what was there before still is.
        assert one.parameters() == {"speaker": "Rob Bauer", "source": stored.source}
        await one.page.locator("cite a").first.click()
        rows = one.page.get_by_role("table", name="Quotes by speaker")
        await expect(rows.get_by_role("rowheader", name="Rob Bauer")).to_have_attribute("rowspan", "3")
        await rows.get_by_role("link", name=SAID[0]).click()
        await expect(one.page.locator("#quote-1")).to_be_in_viewport()


async def test_every_page_is_clean_and_accessible(visit: Open, stored: Stored) -> None:
    """On a desk and on a phone, in light and in dark; with nothing asked elsewhere and nothing complained about."""
    for name, path in stored.pages.items():
        for window, scheme in ((DESK, "light"), (PHONE, "dark")):
            async with visit(viewport=window, color_scheme=scheme) as one:
                await one.goto(path)
                assert await one.page.locator("h1").count() == 1, name
                await one.fits()
                await one.is_accessible()
                await one.screenshot(f"{name}-{scheme}")


async def test_long_names_of_places_fit_on_a_phone(visit: Open, client: Client) -> None:
    source = unique()
    text = "Des pluies ont touché Thiruvananthapuram, en Inde, puis Vaduz, au Liechtenstein."
    await client.enriched(source=source, external_id="1", text=text)

    async def found() -> bool:
        return bool((await client.search(source=source))["total"])

    await eventually(found)
    async with visit(viewport=PHONE) as one:
        await one.goto(f"/places?source={source}")
        await expect(one.page.locator("#table tbody tr")).to_have_count(4)
        await one.fits()


async def test_words_of_any_length_fit_on_a_phone(visit: Open, client: Client) -> None:
    word = "Donaudampfschiff" * 19
    source = f"{unique()}{word}"[:300]
    said = f"Le {word} a rouvert. « Le {word} est à nous », a dit Anne {word}. Il a 31 {word.lower()} à {word}, France."
    first = await client.enriched(
        source=source, external_id="1", title=word, text=said, authors=[word], tags=[word], url=f"http://a.fr/{word}"
    )
    await client.enriched(source=source, external_id="1", title=f"Un {word}", text=f"{said} Fin {word}.")

    async def found() -> bool:
        return [one["revision"] for one in (await client.search(source=source))["items"]] == [2]

    await eventually(found)
    here = f"/articles/{first['id']}"
    lists = [f"{path}?source={source}" for path in ("/", "/articles", "/quotes", "/places")]
    for path in (*lists, f"/?source={source}&place={word}", here, f"{here}/revisions", f"/stories/{first['id']}"):
        async with visit(viewport=PHONE) as one:
            await one.goto(path)
            await one.fits()
            await one.screenshot(f"long-{urlsplit(path).path.strip('/').replace('/', '-')[:8]}")


async def test_what_is_written_from_the_right_stands_at_the_right(visit: Open, client: Client) -> None:
    """With its bars and numbers, though what we say of it is English, and though it begins in Latin letters."""
    source = unique()
    text = (
        "AFP - بيروت\n\nقال رئيس البلدية أحمد علي يوم الثلاثاء: «لقد فتحنا الميناء من جديد». "
        "ويزعم شهود أن السفينة غرقت أمام الساحل، بحسب تقارير غير مؤكدة. وقتل ثلاثة أشخاص في الميناء.\n\n"
        "اقرأ أيضا: الميناء مغلق"
    )
    first = await client.enriched(source=source, external_id="1", title="الميناء", text=text, language="ar")
    await client.enriched(
        source=source, external_id="1", title="الميناء", text=f"{text}\n\nانتهى كل شيء.", language="ar"
    )

    async def found() -> bool:
        return [one["revision"] for one in (await client.search(source=source))["items"]] == [2]

    await eventually(found)
    async with visit() as one:
        for path, boxes in (
            (f"/articles/{first['id']}", (".print", ".around")),
            (f"/articles/{first['id']}/revisions", (".changes li",)),
            (f"/quotes?source={source}", ("blockquote",)),
        ):
            await one.goto(path)
            await one.screenshot(f"arabic-{len(path)}")
            for box in boxes:
                assert await one.page.locator(box).count(), box
                for style, value in (("direction", "rtl"), ("border-left-width", "0px")):
                    await expect(one.page.locator(box).first).to_have_css(style, value)


async def test_a_page_says_what_it_may_load(client: Client, stored: Stored) -> None:
    for path in stored.pages.values():
        answer = await client.http.get(client.system.api + path, headers=HTML)
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert {policy[name] for name in ("script-src", "style-src", "connect-src", "form-action")} == {"'self'"}
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "style=" not in answer.text
        assert "<script>" not in answer.text


async def test_a_search_by_keyboard(visit: Open, stored: Stored) -> None:
    async with visit() as one:
        await one.goto(f"/articles?source={stored.source}")
        press = one.page.keyboard.press
        await press("Tab")
        await expect(one.page.get_by_role("link", name="Skip to the content")).to_be_focused()
        await press("Enter")
        await press("Tab")
        await expect(one.page.locator("#q")).to_be_focused()
        await one.page.keyboard.type("title:drones")
        await press("Enter")
        await expect(one.page.locator("#count")).to_have_text("2 articles")
        assert one.parameters() == {"q": "title:drones", "source": stored.source}
        link = one.page.get_by_role("link", name="Les drones de Kiev")
        for _ in range(60):
            if await link.evaluate("link => link === document.activeElement"):
                break
            await press("Tab")
        await expect(link).to_be_focused()
        await expect(link).to_have_css("outline-style", "solid")
        await press("Enter")
        await expect(one.page.get_by_role("heading", level=1)).to_have_text("Les drones de Kiev")


async def test_facets_add_and_take_away(visit: Open, stored: Stored) -> None:
    async with visit() as one:
        await one.goto(f"/articles?source={stored.source}")
        narrow = one.page.get_by_role("navigation", name="Narrow it down")
        await narrow.get_by_role("link", name="French").click()
        assert one.parameters() == {"language": "fr", "source": stored.source}
        await narrow.get_by_role("link", name="Ukraine", exact=True).first.click()
        assert one.parameters()["country"] == "UA"
        await expect(one.page.locator("#count")).to_have_text("2 articles")
        await one.page.get_by_role("link", name="Without Language: French").click()
        assert "language" not in one.parameters()
        for link in await one.page.get_by_role("navigation", name="The same elsewhere").get_by_role("link").all():
            address = await link.get_attribute("href")
            assert f"source={stored.source}" in str(address)
            assert (await one.page.request.get(one.url + str(address))).status == 200


async def test_pages_go_on_to_the_end(visit: Open, stored: Stored) -> None:
    async with visit() as one:
        await one.goto(f"/articles?source={stored.source}&limit=1")
        assert await one.texts(".items h2") == ["Drones : la réimpression"]
        await one.page.get_by_role("link", name="Older ones").click()
        assert await one.texts(".items h2") == ["Les drones de Kiev"]
        await one.page.get_by_role("link", name="From the beginning").click()
        assert await one.texts(".items h2") == ["Drones : la réimpression"]


async def test_what_arrives_is_told_and_shown(visit: Open, client: Client) -> None:
    source = unique()
    async with visit() as one:
        await one.goto(f"/articles?source={source}")
        await expect(one.page.locator("#live")).to_have_attribute("data-state", "open")
        article = {"title": "Le port rouvre", "text": "Le port a rouvert mardi, a dit la mairie."}
        await client.enriched(source=source, external_id="1", **article)
        link = one.page.get_by_role("status").get_by_role("link", name="1 new article: show")
        await expect(link).to_be_visible(timeout=30_000)

        async def found() -> bool:
            return bool((await client.search(source=source))["total"])

        await eventually(found)
        await link.click()
        await expect(one.page.locator(".items h2")).to_have_text("Le port rouvre")
        await expect(one.page.get_by_role("status")).to_have_text("1 new article is shown.")
        assert one.parameters() == {"source": source}


async def test_what_arrives_is_told_on_every_list(visit: Open, client: Client) -> None:
    """Of quotes only what has some, and of nobody else's."""
    source, said = unique(), "À Marseille, « le port a rouvert mardi », a déclaré Anne Roux."
    async with AsyncExitStack() as stack:
        visits = {path: await stack.enter_async_context(visit()) for path in ARRIVED}
        for path, one in visits.items():
            await one.goto(f"{path}?source={source}")
            await expect(one.page.locator("#live")).to_have_attribute("data-state", "open")
        for number, (whose, text) in enumerate([(unique(), said), (source, "Le maire s'est tu hier."), (source, said)]):
            await client.enriched(source=whose, external_id=str(number), text=text, published_at="2023-10-04")

        async def found() -> bool:
            return bool((await client.search(source=source))["total"] == 2)

        await eventually(found)
        for path, one in visits.items():
            told, shown = ARRIVED[path]
            await one.page.get_by_role("status").get_by_role("link", name=f"{told}: show").click()
            await expect(one.page.locator(shown)).to_have_count(1)
            assert (one.path(), one.parameters()) == (path, {"source": source})


async def test_what_arrives_while_nobody_looks_is_told_once(visit: Open, client: Client) -> None:
    """In a tab that was opened behind another one, and looked at later."""
    source = unique()

    async def post(number: int) -> None:
        text = f"Le port a rouvert mardi, a dit la mairie pour la fois {number}."
        await client.enriched(source=source, external_id=str(number), title=f"Le port {number}", text=text)

        async def found() -> bool:
            return bool((await client.search(source=source))["total"] == number)

        await eventually(found)

    await post(1)
    async with visit() as one:
        await one.page.add_init_script("Object.defineProperty(document, 'hidden', {value: true, writable: true});")
        await one.goto(f"/articles?source={source}")
        await post(2)
        await one.page.evaluate("document.hidden = false; document.dispatchEvent(new Event('visibilitychange'))")
        told = one.page.get_by_role("status")
        await told.get_by_role("link", name="1 new article: show").click()
        await expect(one.page.locator(".items h2")).to_have_text(["Le port 2", "Le port 1"])
        await expect(told).to_have_text("1 new article is shown.")
        await post(3)
        await expect(told).to_have_text("1 new article: show")


async def test_a_stream_that_is_refused_is_told(visit: Open) -> None:
    async with visit() as one:
        await one.page.route("**/v1/stream*", lambda route: route.fulfill(status=503))
        await one.goto(f"/articles?source={unique()}")
        told = one.page.get_by_role("status")
        await expect(told).to_contain_text("New articles are not told at the moment")
        await one.page.unroute("**/v1/stream*")
        # It tries again after ten seconds.
        await expect(one.page.locator("#live")).to_have_attribute("data-state", "open", timeout=30_000)
        await expect(told).to_be_empty()
        # The browser says that it was refused, as it should.
        assert one.complaints.pop().startswith("console: error: Failed to load resource")


async def test_what_arrives_in_a_story_is_told_there(visit: Open, client: Client) -> None:
    source = unique()
    text = (
        f"Le navire {unique()} a quitté Marseille mardi, a dit le maire. Les dockers avaient cessé le travail samedi "
        f"pour protester contre la réforme {unique()}. Selon la préfecture, les marchandises de la société {unique()} "
        f"seront déchargées jusqu'à la fin de la semaine, de jour comme de nuit, sur le quai {unique()}."
    )
    first = await client.enriched(source=source, external_id="1", title="La dépêche", text=text)

    async def found(number: int) -> bool:
        return bool((await client.search(source=source))["total"] == number)

    await eventually(lambda: found(1))
    async with visit() as one:
        await one.goto(f"/stories/{first['story']['id']}")
        await expect(one.page.locator("#live")).to_have_attribute("data-state", "open")
        await client.enriched(source=source, external_id="2", title="Autre chose", text="Le port a rouvert mardi.")
        reprint = await client.enriched(source=source, external_id="3", title="La réimpression", text=f"{text} Fin.")
        assert reprint["story"]["id"] == first["story"]["id"] == first["id"]
        await eventually(lambda: found(3))
        await one.page.get_by_role("status").get_by_role("link", name="1 new article: show").click()
        await expect(one.page.get_by_role("heading", name="La réimpression")).to_be_visible()
        await expect(one.page.locator(".lineage > li")).to_have_count(2)
        await expect(one.page.get_by_role("status")).to_have_text("1 new article is shown.")
        assert one.path() == f"/stories/{first['id']}"


async def test_an_article_says_what_became_of_what_was_posted(visit: Open, client: Client) -> None:
    source, text = unique(), "Le port a rouvert mardi, a dit la mairie."
    article = await client.enriched(source=source, external_id="1", text=text)
    await client.enriched(source=source, external_id="1", text=f"{text} Il ferme jeudi.")
    again = await client.post(source=source, external_id="1", text=f"{text} Il ferme jeudi.")
    assert (await client.receipt(again["links"]["receipt"]))["status"] == "duplicate"
    async with visit(java_script_enabled=False) as one:
        await one.goto(f"/articles/{article['id']}")
        receipts = one.page.get_by_role("region", name="What became of what was posted")
        assert await receipts.get_by_role("link").all_text_contents() == [
            "It was there already, as revision 2",
            "Stored as revision 2",
            "Stored as revision 1",
        ]
        href = await receipts.get_by_role("link").first.get_attribute("href")
        assert href == again["links"]["receipt"]


async def test_what_could_not_be_read_says_why(visit: Open, client: Client) -> None:
    source = unique()
    article = await client.enriched(source=source, external_id="1", text="Le port a rouvert mardi.")
    empty = await client.post(source=source, external_id="1", html="<html><body><script>1</script></body></html>")
    dead = await client.receipt(empty["links"]["receipt"])
    async with visit() as one:
        await one.goto(f"/articles/{article['id']}")
        await expect(one.page.get_by_role("listitem").filter(has_text="Could not be enriched")).to_contain_text(
            dead["reason"]
        )


async def test_revisions_stand_side_by_side(visit: Open, stored: Stored) -> None:
    async with visit() as one:
        await one.goto(f"/articles/{stored.id}")
        await one.page.get_by_role("link", name="Revision 2: what changed").click()
        assert await one.texts(".sides td del") == ["31"]
        assert await one.texts(".sides td ins") == ["35", "Moscou dément."]


async def test_a_story_says_which_earlier_one_each_is_most_like(visit: Open, stored: Stored) -> None:
    async with visit() as one:
        await one.goto(f"/articles/{stored.id}")
        await one.page.get_by_role("link", name="Its story").click()
        assert one.path() == f"/stories/{stored.story}"
        reprint = one.page.locator(".lineage > li").filter(has_text="Drones : la réimpression")
        await expect(reprint).to_contain_text("Most like")
        # What it is most like may be the seed itself, if another test has posted that before.
        assert "36" in await reprint.locator("ins").all_text_contents()


async def test_a_hostile_article_stays_text(visit: Open, client: Client) -> None:
    source = f"{unique()}\"'><img src=x onerror=alert(1)>{SCRIPT}"
    text = f"Le maire a parlé. « Oui {SCRIPT} », a déclaré Jean Dupont{SCRIPT}. </p></div>{{{{ 7 * 7 }}}} javascript:1"
    posted = await client.enriched(
        source=source,
        external_id="1",
        title=f"{SCRIPT}\"'><svg onload=alert(1)>",
        text=text,
        url="https://example.com/\"'><script>alert(1)</script>",
        authors=["javascript:alert(1)", f"'\"><iframe src=javascript:alert(1)>{SCRIPT}"],
        tags=[f'"{SCRIPT}'],
    )

    async def found() -> bool:
        return bool((await client.search(source=source))["total"])

    await eventually(found)
    async with visit() as one:
        for path in ("/", "/articles", f"/articles/{posted['id']}", "/quotes"):
            await one.goto(path)
            assert await one.page.locator("main script, iframe, img, svg[onload], [onerror], [onload]").count() == 0
            for link in await one.page.locator("main a").all():
                assert str(await link.get_attribute("href")).startswith(("/", "#", "https://example.com/"))
        await one.goto(f"/articles/{posted['id']}")
        assert "{{ 7 * 7 }} javascript:1" in await one.page.locator(".print").inner_text()
        assert SCRIPT in await one.page.locator("h1").inner_text()


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/?langage=fr", 422, "langage"),
        ("/articles?published_from=2024&published_to=2023", 422, "published_to"),
        ("/articles?figure_min=3", 422, "figure_unit"),
        ("/timeline?interval=year", 422, "interval"),
        ("/?q=%22%22", 422, "has no word to search for"),
        ("/?cursor=abc", 422, "cursor"),
        ("/articles/nothing", 404, "There is no such article."),
        ("/articles/nothing/revisions", 404, "There is no such article."),
        ("/stories/nothing", 404, "There is no such story."),
        ("/nowhere", 404, "There is nothing at this address."),
        ("/static/nothing.css", 404, "There is nothing at this address."),
        ("/static/..%2fpages.py", 404, "There is nothing at this address."),
        ("/?q=%ff", 400, "is not valid UTF-8"),
    ],
)
async def test_what_went_wrong_is_a_page_for_people_and_a_problem_for_programs(
    client: Client, path: str, status: int, said: str
) -> None:
    page = await client.http.get(client.system.api + path, headers=HTML)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert said in page.text
    problem = await client.http.get(client.system.api + path)
    assert (problem.status_code, problem.headers["content-type"]) == (status, "application/problem+json")
    assert said in problem.text


async def test_what_went_wrong_is_accessible(visit: Open) -> None:
    async with visit() as one:
        await one.page.goto(f"{one.url}/?langage=fr")
        assert await one.page.locator("h1").inner_text() == "This address is not valid 422"
        await one.is_accessible()
        await one.screenshot("problem-light")
        [complaint] = one.complaints
        assert "422" in complaint
        one.complaints.clear()


async def test_a_problem_of_the_api_stays_one_in_a_browser(client: Client) -> None:
    answer = await client.http.get(f"{client.system.api}/v1/articles?langage=fr", headers=HTML)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_the_reader_is_no_part_of_the_contract(client: Client) -> None:
    document: Json = (await client.http.get(f"{client.system.api}/openapi.json")).json()
    ours = ("/v1/", "/asyncapi.json", "/schemas/", "/healthz", "/readyz", "/metrics")
    assert not [path for path in document["paths"] if not path.startswith(ours)]


async def test_empty_fields_of_a_form_are_not_asked_for(client: Client) -> None:
    answer = await client.http.get(f"{client.system.api}/articles?q=port&language=&source=", headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, "/articles?q=port")
