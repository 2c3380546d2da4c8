"""`depeche post` remembers what was accepted, whatever ends it, and posts nothing twice."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.posted import Posted, digest
from console.posting import Posting
from console.sources import Item
from depeche_client import Depeche, UnreachableError
from shared.errors import StartupError
from tests.unit.client.scripted import Script, answer, hang_up, scripted
from tests.unit.client.test_client import lines, receipt

ITEMS = [Item(f"file:{number}", 10, {"text": f"{number}"}) for number in range(3)]
WRONG = Item("file:3", 10, wrong="is no JSON object")


def good(index: int) -> dict[str, Any]:
    return {"index": index, "id": f"{index}", "status": "accepted", "receipt": f"r{index}"}


@pytest.fixture
def script() -> Iterator[Script]:
    with scripted() as started:
        yield started


def run(script: Script, state: Path, items: list[Item], again: bool = False, wait: bool = False) -> Counter[str]:
    """One run, and its sums."""
    told: list[dict[str, Any]] = []
    advanced: list[Item] = []
    with Depeche(script.url, script.url, attempts=1) as depeche, Posted(state) as posted:
        posting = Posting(depeche, script.url, posted, told.append)
        posting.run(items, again, advanced.append)
        if wait:
            posting.wait(5, lambda: None)
    assert len(advanced) == len(items)
    return +posting.outcomes


def test_a_second_run_posts_what_is_missing(script: Script, tmp_path: Path) -> None:
    state = tmp_path / "deep" / "posted"
    refused = {"index": 1, "id": None, "status": "refused", "errors": [{"field": "text", "message": "is empty"}]}
    script.then(lines(good(0), refused, good(2)), lines(good(0)))
    assert run(script, state, [*ITEMS, WRONG]) == {"accepted": 2, "refused": 2}
    assert run(script, state, [*ITEMS, WRONG]) == {"known": 2, "accepted": 1, "refused": 1}
    assert script.asked[1].body == b'{"text": "1"}'


def test_a_run_that_breaks_off_has_not_lost_what_was_accepted(script: Script, tmp_path: Path) -> None:
    state = tmp_path / "posted"
    many = [Item(f"file:{number}", 10, {"text": f"{number}"}) for number in range(501)]
    script.then(lines(*map(good, range(500))), hang_up)
    with pytest.raises(UnreachableError):
        run(script, state, many)
    script.then(lines(good(0)))
    assert run(script, state, many) == {"known": 500, "accepted": 1}


def test_again_posts_all_of_it(script: Script, tmp_path: Path) -> None:
    script.then(lines(*map(good, range(3))), lines(*map(good, range(3))))
    for again in (False, True):
        assert run(script, tmp_path / "posted", ITEMS, again) == {"accepted": 3}


def test_what_became_of_them(script: Script, tmp_path: Path) -> None:
    script.then(lines(good(0)), answer(receipt("duplicate")))
    assert run(script, tmp_path / "posted", ITEMS[:1], wait=True) == {"duplicate": 1}
    assert script.asked[1].path.startswith("/v1/receipts/r0?wait=")


def test_half_a_line_of_a_killed_run_harms_nothing(tmp_path: Path) -> None:
    state = tmp_path / "posted"
    known, torn, new = (digest("here", {"text": text}) for text in ("known", "torn", "new"))
    state.write_text(f"{known}\n{torn[:7]}")
    with Posted(state) as posted:
        assert (known in posted, torn in posted) == (True, False)
        posted.add(new)
    with Posted(state) as posted:
        assert (known in posted, torn in posted, new in posted) == (True, False, True)


def test_elsewhere_or_changed_it_is_another(tmp_path: Path) -> None:
    digests = [digest("here", {"text": "a"}), digest("there", {"text": "a"}), digest("here", {"text": "a", "url": "u"})]
    assert len(set(digests)) == 3


def test_where_it_can_not_be_kept(tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="--state names another file"), Posted(tmp_path):
        pass
