"""Real Kafka and MongoDB as local processes: they keep their data whatever happens to them, and leave nobody behind."""

import asyncio
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import psutil
import pytest
from aiokafka import TopicPartition

from devstack.process import free_port
from devstack.servers import Servers, require_disk
from shared import kafka, mongo
from shared.errors import StartupError
from shared.setup import prepare
from tests import system
from tests.orphans import runs, until_gone

PARENT = """
import sys, time
from pathlib import Path
from devstack.servers import Servers
with Servers(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])) as servers:
    print(servers.kafka.process.pid, servers.mongo.process.pid, flush=True)
    time.sleep(600)
"""


def pids(servers: Servers) -> list[psutil.Process]:
    assert servers.kafka is not None
    assert servers.mongo is not None
    started = [servers.kafka.process, servers.mongo.process]
    return [psutil.Process(process.pid) for process in started if process]


async def store(servers: system.Servers) -> None:
    await prepare(servers.settings())
    producer = kafka.producer(servers.settings())
    await producer.start()
    await producer.send_and_wait(kafka.RAW, b"kept", partition=0)
    await producer.stop()
    database = mongo.connect(servers.settings())
    await database.articles.insert_one({"_id": "kept"})
    database.client.close()


async def stored(servers: system.Servers) -> tuple[bytes, bool]:
    """What `store` left, in Kafka and in MongoDB."""
    consumer = kafka.consumer(servers.settings())
    consumer.assign([TopicPartition(kafka.RAW, 0)])
    await consumer.start()
    record = await asyncio.wait_for(consumer.getone(), 30)
    await consumer.stop()
    database = mongo.connect(servers.settings())
    found = await database.articles.find_one({"_id": "kept"})
    database.client.close()
    return record.value, found is not None


async def test_killed_servers_start_again_with_their_data_at_other_ports(tmp_path: Path) -> None:
    with Servers(tmp_path, free_port(), free_port()) as first:
        await store(system.Servers(first.environment))
        killed = pids(first)
        for process in killed:
            process.kill()
        until_gone(killed)
    with Servers(tmp_path, free_port(), free_port()) as second:
        assert await stored(system.Servers(second.environment)) == (b"kept", True)
        running = pids(second)
    assert not any(runs(process) for process in running)


def test_they_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path), str(free_port()), str(free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        servers = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
        assert len(servers) == 2
        parent.kill()
    until_gone(servers, 60)


def test_too_little_disk_is_said_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10 * 1024**3, 9 * 1024**3, 1024**3))
    with pytest.raises(StartupError, match=r"only 1\.0 GiB are free in .*, and Kafka and MongoDB need 2"):
        require_disk(tmp_path)


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StartupError, match=r"data directory .*/file/data can't be made: Not a directory"):
        require_disk(tmp_path / "file" / "data")
