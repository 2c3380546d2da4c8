"""Every command as it is typed: its help, its completion, its exit code and its one line when something is wrong."""

import inspect
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from console.app import app
from console.exit import Exit
from devstack.process import free_port
from tests.unit.client.made import enriched
from tests.unit.client.scripted import Script, answer, endless, problem, scripted, stream
from tests.unit.client.test_client import lines, receipt
from tests.unit.console.test_posting import good

ROOT = Path(__file__).parents[3]
SEED = ROOT / "seeds" / "000_3242eda2df0c20cf.txt"
COMMANDS = [
    ("up",), ("post",), ("search",), ("quotes",), ("tail",), ("show",), ("story",), ("receipt",), ("stats",),
    ("doctor",), ("replay",), ("explain",), ("preview",), ("dlq", "list"), ("dlq", "show"), ("dlq", "redrive"),
    ("keys", "create"), ("keys", "list"), ("keys", "revoke"),
]  # fmt: skip


def depeche(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DEPECHE_")}
    wide = {"COLUMNS": "80", "TERMINAL_WIDTH": "80"}
    command = [sys.executable, "-m", "console", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=clean | wide | environment
    )


@pytest.fixture
def script() -> Iterator[Script]:
    with scripted() as started:
        yield started


def asked(script: Script, *arguments: str) -> subprocess.CompletedProcess[str]:
    return depeche(*arguments, DEPECHE_API_URL=script.url, DEPECHE_INGEST_URL=script.url)


def test_every_command_speaks_to_programs_and_fits_a_terminal() -> None:
    """Each has --json, says what it does, and is one of those that are tested here."""
    known = get_command(app)
    groups = {name: group.commands if hasattr(group, "commands") else None for name, group in known.commands.items()}
    assert {(name,) if each is None else (name, one) for name, each in groups.items() for one in each or ("",)} == set(
        COMMANDS
    )
    for path in COMMANDS:
        command = known
        for part in path:
            command = command.commands[part]
        assert any("--json" in option.opts for option in command.params), path
        assert command.help, path
        # The help wraps a paragraph by itself, and breaks it where a line ends, too.
        assert all("\n" not in paragraph for paragraph in inspect.cleandoc(command.help).split("\n\n")), path
        # Typer puts brackets and dots around the name of an argument by itself.
        assert all((option.metavar or "").isalpha() for option in command.params if not option.opts[0].startswith("-"))


@pytest.mark.parametrize("path", [(), ("search",), ("keys", "create")])
def test_help_fits_into_80_columns(path: tuple[str, ...]) -> None:
    shown = depeche(*path, "--help")
    assert shown.returncode == 0
    assert max(map(len, shown.stdout.splitlines())) <= 80


def test_a_shell_completes() -> None:
    done = depeche(_PYTHON_M_CONSOLE_COMPLETE="complete_bash", COMP_WORDS="depeche se", COMP_CWORD="1")
    assert "search" in done.stdout.split()


class TestExitCodes:
    def test_nobody_answers(self) -> None:
        done = depeche("search", "x", DEPECHE_API_PORT=str(free_port()))
        assert done.returncode == Exit.AWAY
        [line] = done.stderr.splitlines()
        assert "Is it running? `depeche up` starts everything" in line

    def test_no_kafka(self) -> None:
        done = depeche("dlq", "list", DEPECHE_KAFKA_BOOTSTRAP=f"127.0.0.1:{free_port()}")
        assert done.returncode == Exit.AWAY
        assert done.stderr.startswith("depeche: Kafka does not answer at 127.0.0.1:")

    @pytest.mark.parametrize(
        ("command", "field", "option"),
        [
            ("search", "published_from", "--published-from"),
            ("search", "q", "QUERY"),
            ("tail", "after", "--since-event"),
        ],
    )
    def test_a_parameter_is_wrong(self, script: Script, command: str, field: str, option: str) -> None:
        """It is named as it was typed."""
        script.then(problem(422, "The request is not valid.", (field, "is wrong")))
        done = asked(script, command)
        assert (done.returncode, done.stderr) == (Exit.WRONG, f"depeche: {option}: is wrong.\n")

    @pytest.mark.parametrize(
        ("command", "option", "value"),
        [
            (("keys", "create", "me", "--scope", "admin"), "--expires", "0d"),
            (("keys", "create", "me", "--scope", "admin"), "--expires", "-1d"),
            (("keys", "create", "me", "--scope", "admin"), "--expires", "soon"),
            (("replay", "--step", "topics"), "--older-than", "new"),
            (("replay",), "--id", "port.txt"),
            (("replay",), "--since", "soon"),
            (("post", str(SEED)), "--source", ""),
            (("post", str(SEED)), "--language", "french!"),
            (("post", str(SEED)), "--tag", " "),
            (("preview", str(SEED)), "--published-at", "2023-13"),
            (("preview", str(SEED)), "--title", ""),
            (("preview", str(SEED)), "--url", "port"),
        ],
    )
    def test_an_option_is_wrong(self, tmp_path: Path, command: tuple[str, ...], option: str, value: str) -> None:
        """It is refused before anything is done, and named."""
        done = CliRunner().invoke(
            app, [*command, option, value], env={"DEPECHE_KEYS_FILE": str(tmp_path / "keys.json")}
        )
        assert (done.exit_code, done.stdout) == (Exit.WRONG, "")
        assert f"Invalid value for '{option}'" in done.stderr
        assert not any(tmp_path.iterdir())

    def test_a_key_is_wanted(self, script: Script) -> None:
        script.then(problem(401, "Send a key."))
        done = asked(script, "show", "a")
        assert done.returncode == Exit.FAILED
        assert "DEPECHE_API_KEY" in done.stderr

    def test_there_is_no_such_article(self, script: Script) -> None:
        script.then(problem(404, "There is no such article."))
        done = asked(script, "show", "a")
        assert (done.returncode, done.stderr) == (Exit.FAILED, "depeche: there is no article a.\n")

    @pytest.mark.parametrize(
        ("status", "code"), [("enriched", Exit.DONE), ("dead", Exit.PARTLY), ("pending", Exit.AWAY)]
    )
    def test_a_receipt(self, script: Script, status: str, code: Exit) -> None:
        script.then(answer(receipt(status)))
        done = asked(script, "receipt", "r")
        assert (done.returncode, done.stdout.startswith(status)) == (code, True)

    def test_a_key_is_revoked_by_its_id(self, tmp_path: Path) -> None:
        file = ("--file", str(tmp_path / "keys.json"))
        assert depeche("keys", "create", "desk", "--scope", "articles:read", *file).returncode == 0
        done = depeche("keys", "revoke", "desk", *file)
        assert done.returncode == Exit.FAILED
        assert "no key with the id desk" in done.stderr
        assert "`depeche keys list` shows the ids" in done.stderr

    def test_an_option_that_there_is_not(self) -> None:
        assert depeche("search", "--colour", "red").returncode == Exit.WRONG


class TestReading:
    def test_a_search_for_a_person(self, script: Script) -> None:
        page = {"items": [enriched(1, title="\x1b[31mPluie")], "next_cursor": None, "total": 7}
        script.then(answer(page), answer(page))
        shown = asked(script, "search", "pluie", '"sur Nantes"', "--has-quotes", "no", "--first-only", "-n", "1").stdout
        assert "\x1b" not in shown
        assert all(line == line.rstrip() for line in shown.splitlines())
        assert "7 found, 1 shown" in shown
        path = script.asked[0].path
        for part in ("q=pluie+%22sur+Nantes%22", "has_quotes=false", "first_only=true", "sort=received", "limit=1"):
            assert part in path

    def test_for_a_program(self, script: Script) -> None:
        script.then(answer({"items": [enriched(1), enriched(2)], "next_cursor": None, "total": 2}))
        lines = asked(script, "search", "--json").stdout.splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["1", "2"]
        assert "highlights" not in lines[0]

    def test_quotes_in_an_order(self, script: Script) -> None:
        script.then(answer({"items": [], "next_cursor": None, "total": 0}))
        assert asked(script, "quotes", "speaker:Bauer", "--sort", "published").returncode == 0
        assert "sort=published" in script.asked[0].path

    def test_what_differs_in_a_story(self, script: Script) -> None:
        changes = [
            {"kind": "title", "before": "Pluie", "after": None},
            {"kind": "figure", "before": None, "after": "31 drones"},
            {"kind": "added", "before": None, "after": "Il neige."},
        ]
        of = {name: enriched(2)[name] for name in ("id", "revision", "title", "url", "source", "language", "published")}
        member = {"article": of | {"received_at": "2026-11-25T08:00:00Z"}, "first": False, "similarity": 0.9}
        page = {"items": [member | {"parent": "1", "changes": changes}], "next_cursor": None, "total": 1}
        script.then(problem(404, "There is no such article."), answer(page))
        shown = asked(script, "story", "1").stdout
        for line in ("  title: “Pluie” is gone", "  figure: “31 drones” is new", "  added: “Il neige.”"):
            assert line in shown.splitlines()

    def test_what_arrives(self, script: Script) -> None:
        data = json.dumps(enriched(1))
        script.then(stream(f"id: at-1\nevent: article.revised\ndata: {data}\n\n"))
        done = asked(script, "tail", "--json", "--limit", "1", "--since-event", "at-0", "--language", "fr")
        told = json.loads(done.stdout)
        assert (told["event"], told["kind"], told["article"]["id"]) == ("at-1", "article.revised", "1")
        assert script.asked[0].path == "/v1/stream?language=fr&after=at-0"

    def test_until_ctrl_c(self, script: Script) -> None:
        script.then(endless(f"id: at-1\nevent: article.enriched\ndata: {json.dumps(enriched(1))}\n\n"))
        given = os.environ | {"DEPECHE_API_URL": script.url}
        command = [sys.executable, "-m", "console", "tail", "--json"]
        with subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as tail:
            assert tail.stdout is not None
            assert tail.stderr is not None
            assert b"at-1" in tail.stdout.readline()
            tail.send_signal(signal.SIGINT)
            assert tail.wait(30) == Exit.INTERRUPTED
            assert tail.stderr.read() == b""

    def test_ctrl_c_while_it_begins(self) -> None:
        """Python says which modules it has imported so far."""
        command = [sys.executable, "-X", "importtime", "-m", "console", "search", "x"]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as search:
            assert search.stderr is not None
            assert any("| pydantic" in line or "| typer" in line for line in search.stderr)
            search.send_signal(signal.SIGINT)
            assert "Traceback" not in search.stderr.read()
        assert search.returncode == Exit.INTERRUPTED

    @pytest.mark.parametrize("command", [("--help",), ("preview", "--help"), ("keys", "list"), ("keys", "--oops")])
    def test_nobody_reads_it(self, command: tuple[str, ...]) -> None:
        """Whatever prints it: Typer, Rich, or Python itself at the end."""
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "wb") as unread:
            streams = {"stderr": unread} if "--oops" in command else {"stdout": unread, "stderr": subprocess.PIPE}
            done = subprocess.run([sys.executable, "-m", "console", *command], cwd=ROOT, check=False, **streams)
        assert (done.returncode, done.stderr or b"") == (Exit.UNREAD, b"")

    @pytest.mark.parametrize("form", [(), ("--json",)])
    def test_whoever_reads_it_may_stop(self, script: Script, form: tuple[str, ...]) -> None:
        """As `head` does."""
        page = {"items": [enriched(number) for number in range(100)], "next_cursor": "more", "total": 10_000}
        script.then(*[answer(page)] * 50)
        given = os.environ | {"DEPECHE_API_URL": script.url}
        command = [sys.executable, "-m", "console", "search", "--all", *form]
        with subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as search:
            assert search.stdout is not None
            assert search.stderr is not None
            search.stdout.readline()
            search.stdout.close()
            assert search.wait(30) == Exit.UNREAD
            assert search.stderr.read() == b""


class TestPosting:
    """Ended by Ctrl-C it says what is remembered, and that is true."""

    def post(self, script: Script, directory: Path, *arguments: str) -> subprocess.Popen[str]:
        rows = "".join(json.dumps({"text": f"{number}"}) + "\n" for number in range(501))
        (directory / "many.ndjson").write_text(rows)
        given = os.environ | {"DEPECHE_API_URL": script.url, "DEPECHE_INGEST_URL": script.url, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "console", "post", "many.ndjson", "--json", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=directory, env=given, stdout=pipe, stderr=pipe, text=True)

    def interrupt(self, post: subprocess.Popen[str], script: Script, asked: int) -> None:
        """When it has asked so often, and the last question is not answered yet."""
        until = time.monotonic() + 20
        while len(script.asked) < asked and time.monotonic() < until:
            time.sleep(0.01)
        post.send_signal(signal.SIGINT)

    def test_while_it_posts(self, script: Script, tmp_path: Path) -> None:
        script.then(lines(*map(good, range(500))), endless(""))
        with self.post(script, tmp_path) as first:
            assert first.stdout is not None
            told = [json.loads(first.stdout.readline()) for _ in range(500)]
            self.interrupt(first, script, 2)
            _, said = first.communicate(timeout=20)
        assert (first.returncode, {row["status"] for row in told}) == (Exit.INTERRUPTED, {"accepted"})
        assert "what is told as accepted is remembered. What was on its way may be in as well" in said
        script.then(lines(good(0)))
        with self.post(script, tmp_path) as second:
            again = [json.loads(line)["status"] for line in second.communicate(timeout=20)[0].splitlines()]
        assert again == ["known"] * 500 + ["accepted"]

    def test_while_it_waits(self, script: Script, tmp_path: Path) -> None:
        """It ends at once, though receipts are still asked for."""
        script.then(lines(*map(good, range(500))), lines(good(0)), *[endless("")] * 8)
        with self.post(script, tmp_path, "--wait", "60") as post:
            assert post.stdout is not None
            for _ in range(501):
                post.stdout.readline()
            self.interrupt(post, script, 3)
            _, said = post.communicate(timeout=20)
        assert post.returncode == Exit.INTERRUPTED
        assert said.startswith("All of it was posted, and is remembered.")
