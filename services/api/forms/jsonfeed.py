"""JSON Feed 1.1, with what it has no field for under `_depeche`."""

from typing import Any

import orjson

from services.api.forms import feed as feeds
from services.api.forms.feed import Feed
from services.api.forms.parts import Article, body, entered, known, language, published_second, summary, urn


def render(feed: Feed) -> bytes:
    """The feed as JSON. An article whose date is not known to the second has it in `_depeche` alone."""
    return orjson.dumps(
        known(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": feed.title,
                "feed_url": feed.url,
                "next_url": feed.next_url,
            }
        )
        | {"items": [_item(feed, article) for article in feed.articles]}
    )


def _item(feed: Feed, article: Article) -> dict[str, Any]:
    story = article.get("story") or {}
    dated = article["published"] or {}
    found = known(
        {
            "id": urn(article["id"]),
            "url": feeds.link(feed, article),
            "title": article["title"],
            "summary": summary(article),
            "date_published": published_second(article),
            "date_modified": entered(article).isoformat(),
            "authors": [{"name": name} for name in article["authors"]],
            "tags": [*(topic["label"] for topic in article["topics"]), *article["tags"]],
            "language": language(article),
            "_depeche": known(
                {
                    "revision": article["revision"],
                    "source": article["source"],
                    "published": known({"value": dated.get("value"), "precision": dated.get("precision")}),
                    "story": story.get("id"),
                }
            ),
        }
    )
    return found | {"content_text": body(article)}
