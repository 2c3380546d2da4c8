"""A client that repeats its request under an Idempotency-Key."""

from tests.e2e.client import Client, Json, unique


async def test_it_gets_the_first_answer_and_nothing_is_published_twice(client: Client) -> None:
    key, article = {"Idempotency-Key": unique()}, {"text": "Le port a rouvert.", "source": unique(), "external_id": "1"}
    address = f"{client.system.ingest}/v1/articles"

    async def post(body: Json) -> tuple[int, Json]:
        answer = await client.http.post(address, json=body, headers=key)
        return answer.status_code, answer.json()

    first = await post(article)
    assert first[0] == 202
    assert await post(article) == first
    status, problem = await post({**article, "text": "Le port a fermé."})
    assert (status, [error["field"] for error in problem["errors"]]) == (422, ["Idempotency-Key"])
    receipt = await client.receipt(first[1]["links"]["receipt"])
    assert (receipt["status"], receipt["revision"]) == ("enriched", 1)


async def test_a_batch_takes_none(client: Client) -> None:
    headers = {"Idempotency-Key": unique(), "Content-Type": "application/x-ndjson"}
    answer = await client.http.post(f"{client.system.ingest}/v1/articles/batch", content=b"{}", headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
