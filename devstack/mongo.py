"""MongoDB as a local process: a replica set of one node, because transactions need one."""

import importlib.util
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from devstack.process import Process
from shared.errors import StartupError

REPLICA_SET = "depeche"
_READY_SECONDS = 60.0
_NOT_INITIATED = 94


class Mongo:
    """A `mongod` on 127.0.0.1:`port` that keeps its data in `directory`; `options` are added to its own."""

    def __init__(self, directory: Path, port: int, options: Sequence[str] = ()) -> None:
        self._directory, self._port, self._options = directory.absolute(), port, options
        self.process: Process | None = None

    @property
    def uri(self) -> str:
        return f"mongodb://127.0.0.1:{self._port}/?replicaSet={REPLICA_SET}"

    def start(self) -> None:
        """Run the server; it is not ready yet."""
        self._directory.mkdir(parents=True, exist_ok=True)
        options = ["--dbpath", str(self._directory), "--port", str(self._port), "--bind_ip", "127.0.0.1"]
        options += ["--replSet", REPLICA_SET, "--wiredTigerCacheSizeGB", "0.5", "--quiet", "--nounixsocket"]
        log = self._directory.parent / "logs" / "mongodb.log"
        self.process = Process("MongoDB", [_mongod(), *options, *self._options], log)

    def wait_ready(self) -> None:
        """Return when it is primary; StartupError if it dies or takes too long."""
        if self.process is None:
            return
        with MongoClient[dict[str, Any]](
            "127.0.0.1", self._port, directConnection=True, serverSelectionTimeoutMS=500
        ) as client:
            self.process.wait_ready(lambda: self._is_primary(client), _READY_SECONDS)

    def stop(self) -> None:
        if self.process is not None:
            self.process.stop()

    def _is_primary(self, client: MongoClient[dict[str, Any]]) -> bool:
        try:
            self._configure(client)
            return bool(client.admin.command("hello")["isWritablePrimary"])
        except PyMongoError:
            return False

    def _configure(self, client: MongoClient[dict[str, Any]]) -> None:
        """Make it a replica set of itself, at the port it has this time."""
        member = {"_id": 0, "host": f"127.0.0.1:{self._port}"}
        try:
            config = client.admin.command("replSetGetConfig")["config"]
        except OperationFailure as error:
            if error.code != _NOT_INITIATED:
                raise
            client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
            return
        if config["members"][0]["host"] != member["host"]:
            config["members"], config["version"] = [member], config["version"] + 1
            client.admin.command("replSetReconfig", config, force=True)


def _mongod() -> str:
    spec = importlib.util.find_spec("fiftyone")
    for folder in spec.submodule_search_locations or () if spec else ():
        if (program := Path(folder) / "db" / "bin" / "mongod").exists():
            return str(program)
    if found := shutil.which("mongod"):
        return found
    raise StartupError(
        "there is no mongod for this platform: install MongoDB, say in DEPECHE_MONGODB_URI where one runs already, "
        "or use Docker."
    )
