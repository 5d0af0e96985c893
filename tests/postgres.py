"""A throwaway PostgreSQL cluster for the tests: made in a temporary folder, thrown away afterwards.

A database that was there before is never touched. The server refuses to run as root, so root hands it to another user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USUAL_PLACES = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt")
HOW_TO_GET_IT = "PostgreSQL's server programs are missing (Debian: apt-get install postgresql)"


def server_programs() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`, the newest of those installed, or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [
        folder for place in _USUAL_PLACES for folder in Path(place).glob("*/bin") if (folder / "initdb").exists()
    ]
    return max(folders, key=lambda folder: folder.parent.name, default=None)


class Cluster:
    """A cluster of its own, reached over a Unix socket in its folder."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._data = folder / "data"
        self._folder = folder
        self._programs = programs
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user:
            owner = pwd.getpwnam(self._user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)

    def create(self) -> None:
        """Make the cluster and start it."""
        self._run("initdb", "-D", str(self._data), "-U", "tourguide", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}' -c max_connections=200"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._data), "-l", log, "-o", options, "-w", "-s", "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server: `immediate` is what a crash looks like, `fast` is orderly."""
        self._run("pg_ctl", "-D", str(self._data), "-m", mode, "-w", "-s", "stop")

    def database(self, name: str) -> str:
        """Create a database and return its URL."""
        self._run("createdb", "-h", str(self._folder), "-U", "tourguide", name)
        return f"postgresql://tourguide@/{name}?host={self._folder}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._programs / program), *arguments],
            check=True,
            user=self._user,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        )


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Give a running cluster; raise LookupError, saying how to get it, where the server programs are missing."""
    programs = server_programs()
    if programs is None:
        raise LookupError(HOW_TO_GET_IT)
    # In /tmp, because the path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="tourguide-pg-", dir="/tmp"))
    cluster = Cluster(folder, programs)
    try:
        cluster.create()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
