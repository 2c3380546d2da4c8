"""Both clients: what they send, what is repeated and what is not, and what an error says."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from depeche_client import (
    AsyncDepeche,
    ClientError,
    Depeche,
    InvalidError,
    KeyRefusedError,
    NotFoundError,
    ProblemError,
    Submission,
    UnavailableError,
    UnreachableError,
)
from depeche_client.errors import retry_after
from tests.unit.client.conftest import Either
from tests.unit.client.made import enriched
from tests.unit.client.scripted import Act, Script, answer, hang_up, problem

LINKS = {"article": "/v1/articles/a", "receipt": "/v1/receipts/r"}
ACCEPTED = {"id": "a", "fingerprint": "f", "status": "accepted", "links": LINKS}
AT_ONCE = {"Retry_After": "0"}


def receipt(status: str) -> dict[str, Any]:
    empty = dict.fromkeys(("article_id", "revision", "stage", "error", "reason", "decided_at"))
    return {"id": "r", "status": status, **empty, "links": {"receipt": "r", "article": None, "revisions": None}}


def lines(*results: dict[str, Any]) -> Act:
    return answer(b"".join(json.dumps(each).encode() + b"\n" for each in results), kind="application/x-ndjson")


class TestPost:
    async def test_an_article_and_a_key(self, either: Either, script: Script) -> None:
        script.then(answer(ACCEPTED, 202))
        accepted = await either.ask("post", Submission(text="Il pleut.", source="example"))
        assert (accepted.id, accepted.receipt) == ("a", "r")
        [asked] = script.asked
        assert (asked.method, asked.path) == ("POST", "/v1/articles")
        assert asked.headers["Authorization"] == "Bearer dpk_1_secret"
        sent = json.loads(asked.body)
        assert {name: sent[name] for name in ("text", "source")} == {"text": "Il pleut.", "source": "example"}
        assert None not in sent.values()

    @pytest.mark.parametrize("first", [hang_up, problem(503, "Kafka is away.", **AT_ONCE), problem(409, "In flight.")])
    async def test_it_is_repeated_under_the_same_key(self, either: Either, script: Script, first: Act) -> None:
        script.then(first, answer(ACCEPTED, 202))
        assert (await either.ask("post", {"text": "Il pleut."})).id == "a"
        keys = [asked.headers["Idempotency-Key"] for asked in script.asked]
        assert len(keys) == 2
        assert keys[0] == keys[1]

    async def test_another_article_has_another_key(self, either: Either, script: Script) -> None:
        script.then(answer(ACCEPTED, 202), answer(ACCEPTED, 202))
        for _ in range(2):
            await either.ask("post", {"text": "Il pleut."})
        assert len({asked.headers["Idempotency-Key"] for asked in script.asked}) == 2

    async def test_what_is_wrong_is_named_and_not_repeated(self, either: Either, script: Script) -> None:
        script.then(problem(422, "The article is not valid.", ("published_at", "is no date")))
        with pytest.raises(InvalidError) as caught:
            await either.ask("post", {"text": "x", "published_at": "soon"})
        assert str(caught.value) == "The article is not valid. published_at: is no date (422)"
        assert [(error.field, error.message) for error in caught.value.errors] == [("published_at", "is no date")]
        assert len(script.asked) == 1


class TestErrors:
    @pytest.mark.parametrize(
        ("act", "kind"),
        [
            (problem(401, "Send a key."), KeyRefusedError),
            (problem(403, "Not allowed."), KeyRefusedError),
            (problem(404, "There is no such article."), NotFoundError),
            (problem(500, "A bug."), ProblemError),
            (answer(b"<html>Not here</html>", 404, "text/html"), ProblemError),
            (answer(b"", 302, Location="http://127.0.0.1:9/"), ProblemError),
        ],
    )
    async def test_no_answer_gets_better_by_asking_again(
        self, either: Either, script: Script, act: Act, kind: type[ProblemError]
    ) -> None:
        script.then(act)
        with pytest.raises(kind) as caught:
            await either.ask("article", "a")
        assert str(caught.value).endswith(f"({caught.value.status})")
        assert len(script.asked) == 1

    @pytest.mark.parametrize(
        "act",
        [
            answer(b"<html>Not here</html>", 404, "text/html"),
            answer({"detail": "Not Found"}, 404),
            answer(b"<html>Welcome</html>", kind="text/html"),
            answer({"hits": []}),
        ],
    )
    async def test_something_else_answers_there(self, either: Either, script: Script, act: Act) -> None:
        script.then(act, act)
        for method, given in (("article", "a"), ("post_many", [{"text": "a"}])):
            with pytest.raises(ClientError, match=f"What answers at {script.url} is not Depeche") as caught:
                await (either.all(method, given) if method == "post_many" else either.ask(method, given))
            assert not isinstance(caught.value, NotFoundError | UnavailableError)

    async def test_an_answer_of_a_newer_service(self, either: Either, script: Script) -> None:
        script.then(answer(receipt("eaten")))
        with pytest.raises(
            ClientError, match="answers with a status that this version of depeche_client does not know"
        ):
            await either.ask("receipt", "r")

    @pytest.mark.parametrize(
        "address", ["localhost:8000", "127.0.0.1", "http://", "http://h:eight", "ftp://h", "http://h/?a"]
    )
    @pytest.mark.parametrize("client", [AsyncDepeche, Depeche])
    def test_an_address_that_can_be_none(self, client: type[AsyncDepeche | Depeche], address: str) -> None:
        with pytest.raises(ClientError, match="no address of a service: write it as http://127"):
            client("http://127.0.0.1:8000", address)

    async def test_given_up_after_the_last_attempt(self, either: Either, script: Script) -> None:
        script.then(*[problem(503, "MongoDB does not answer.", **AT_ONCE)] * 3)
        with pytest.raises(UnavailableError, match=r"MongoDB does not answer. \(503\)"):
            await either.ask("article", "a")
        assert len(script.asked) == 3

    async def test_nobody_answers(self, either: Either, script: Script) -> None:
        script.then(hang_up, hang_up, hang_up)
        with pytest.raises(UnreachableError, match=rf"{script.url} does not answer"):
            await either.ask("article", "a")

    def test_when_to_come_again(self) -> None:
        assert retry_after({"retry-after": "7"}) == 7
        soon = datetime.now(UTC) + timedelta(seconds=30)
        given = retry_after({"retry-after": format_datetime(soon, usegmt=True)})
        assert given is not None
        assert 25 < given <= 30
        assert retry_after({"retry-after": "soon"}) is None
        assert retry_after({}) is None


class TestPostMany:
    async def test_results_are_in_order_and_numbered_through(self, either: Either, script: Script) -> None:
        def batch(size: int) -> Act:
            return lines(*({"index": n, "id": f"{n}", "status": "accepted", "receipt": "r"} for n in range(size)))

        script.then(batch(500), batch(200))
        found = await either.all("post_many", ({"text": f"{n}"} for n in range(700)))
        assert [result.index for result in found] == list(range(700))
        assert [len(asked.body.splitlines()) for asked in script.asked] == [500, 200]

    async def test_only_what_was_not_acknowledged_is_sent_again(self, either: Either, script: Script) -> None:
        away = [{"field": "body", "message": "Kafka is away."}]
        busy = {"id": None, "status": "refused", "retry": True, "errors": away}
        wrong = {"id": None, "status": "refused", "errors": [{"field": "text", "message": "is empty"}]}
        good = {"status": "accepted", "receipt": "r"}
        script.then(
            lines({"index": 0, "id": "0", **good}, {"index": 1, **busy}, {"index": 2, **wrong}, {"index": 3, **busy}),
            lines({"index": 0, "id": "1", **good}, {"index": 1, "id": "3", **good}),
        )
        found = await either.all("post_many", [{"text": f"{n}"} for n in range(4)])
        assert [(result.index, result.id) for result in found] == [(0, "0"), (1, "1"), (2, None), (3, "3")]
        assert [json.loads(line)["text"] for line in script.asked[1].body.splitlines()] == ["1", "3"]

    async def test_what_is_known_is_told_before_it_is_given_up(self, either: Either, script: Script) -> None:
        script.then(lines({"index": 0, "id": "0", "status": "accepted"}), hang_up, hang_up)
        known: list[Any] = []
        with pytest.raises(UnreachableError):
            await either.all("post_many", [{"text": "0"}, {"text": "1"}], into=known)
        assert [result.id for result in known] == ["0"]
        assert len(script.asked) == 3
        assert [json.loads(line)["text"] for line in script.asked[2].body.splitlines()] == ["1"]


class TestReceipt:
    async def test_it_is_asked_for_until_it_is_decided(self, either: Either, script: Script) -> None:
        script.then(answer(receipt("pending")), answer(receipt("enriched")))
        assert (await either.ask("receipt", "r", wait=40)).status == "enriched"
        assert [asked.path for asked in script.asked] == ["/v1/receipts/r?wait=25.0", "/v1/receipts/r?wait=15.0"]

    async def test_it_may_stay_pending(self, either: Either, script: Script) -> None:
        script.then(answer(receipt("pending")))
        assert (await either.ask("receipt", "r")).status == "pending"


class TestReading:
    async def test_an_article_and_what_a_newer_service_adds(self, either: Either, script: Script) -> None:
        newer = enriched(1) | {"mood": "grave", "language": {"code": "fr", "confidence": 1.0, "script": "Latn"}}
        script.then(answer(newer))
        article = await either.ask("article", "a/b?c")
        assert (article.id, article.language.code) == ("1", "fr")
        assert script.asked[0].path == "/v1/articles/a%2Fb%3Fc"

    async def test_a_search_reads_all_pages(self, either: Either, script: Script) -> None:
        script.then(
            answer({"items": [enriched(1), enriched(2)], "next_cursor": "c=", "total": 3}),
            answer({"items": [enriched(3)], "next_cursor": None, "total": 3}),
        )
        found = await either.all("search", q="drones", first_only=True, language=None)
        assert [article.id for article in found] == ["1", "2", "3"]
        first, second = (asked.path for asked in script.asked)
        assert first == "/v1/articles?q=drones&first_only=true&limit=100"
        assert second == f"{first}&cursor=c%3D"

    async def test_no_more_than_are_wanted_are_asked_for(self, either: Either, script: Script) -> None:
        script.then(answer({"items": [enriched(1), enriched(2)], "next_cursor": "c", "total": 9}))
        script.then(answer({"items": [enriched(3)], "next_cursor": "d", "total": 9}))
        assert len([*await either.all("search", 3)]) == 3
        assert [asked.path[-8:] for asked in script.asked] == ["?limit=3", "cursor=c"]


@pytest.mark.parametrize("client", [AsyncDepeche, Depeche])
@pytest.mark.parametrize("key", ["dpk_1_secret\n", "dpk_1_sécret", "dpk 1 secret", "\x00"])
def test_what_can_be_no_key_is_refused_at_once_and_never_shown(
    client: type[AsyncDepeche] | type[Depeche], key: str
) -> None:
    with pytest.raises(ClientError) as caught:
        client("http://127.0.0.1:1", "http://127.0.0.1:1", key)
    assert "key" in str(caught.value)
    assert "cret" not in str(caught.value)
