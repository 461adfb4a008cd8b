"""A private RabbitMQ: Debian's packages, run from a folder of our own beside whatever is there."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Both programs go away when this process is killed.
_WITH_US = ("setpriv", "--pdeathsig", "TERM", "--")


class CannotHaveRabbit(Exception):
    pass


class PrivateRabbit:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, works: Callable[[str], bool]) -> str:
        port, distribution, names = _free_ports(3)
        root = _root()
        environment = _environment(root, self._folder, distribution, names)
        settings = f"listeners.tcp.1 = 127.0.0.1:{port}\ndisk_free_limit.absolute = 50MB\n"
        (self._folder / "rabbitmq.conf").write_text(settings)
        (self._folder / "plugins").write_text("[].\n")
        self._run(["epmd", "-address", "127.0.0.1", "-port", str(names)], environment)
        script = next(root.glob("usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server"))
        self._run([str(script)], environment)
        url = f"amqp://guest:guest@127.0.0.1:{port}/"
        self._wait(lambda: works(url))
        return url

    def stop(self) -> None:
        for program in reversed(self._running):
            program.terminate()
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                program.kill()
        self._running.clear()

    def _run(self, command: list[str], environment: dict[str, str]) -> None:
        with (self._folder / "log").open("ab") as log:
            program = subprocess.Popen(
                [*_WITH_US, *command],
                cwd=self._folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._running.append(program)

    def _wait(self, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 90
        while not ready():
            if self._running[-1].poll() is not None or time.monotonic() > deadline:
                self.stop()
                log = (self._folder / "log").read_text(errors="replace")
                raise CannotHaveRabbit(f"RabbitMQ did not start:\n{log[-1500:]}")
            time.sleep(0.2)


def _environment(root: Path, folder: Path, distribution: int, names: int) -> dict[str, str]:
    libraries = ":".join(str(p) for p in root.glob("usr/lib/*-linux-gnu")) if root.name else ""
    return os.environ | {
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "LD_LIBRARY_PATH": libraries,
        "PATH": f"{root}/usr/bin:{root}/usr/lib/erlang/bin:{os.environ['PATH']}",
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(names),
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_LOG_BASE": str(folder),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_MNESIA_BASE": str(folder),
        "RABBITMQ_NODENAME": "tests@localhost",
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        # The script then becomes the broker instead of waiting for it as a parent.
        "RUNNING_UNDER_SYSTEMD": "1",
    }


def _root() -> Path:
    """Where `usr/lib/rabbitmq` stands: installed, or unpacked into the environment once."""
    if Path("/usr/lib/rabbitmq/lib").is_dir():
        return Path("/")
    target = Path(sys.prefix) / "rabbitmq"
    if not target.exists():
        try:
            _unpack(target)
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", b"") or b""
            raise CannotHaveRabbit(
                "no RabbitMQ: as root `apt-get install rabbitmq-server`, or set AMQP_URL"
                f" ({said.decode(errors='replace').strip() or error})"
            ) from error
    return target


def _unpack(target: Path) -> None:
    """Debian's packages without installing them, so that it needs no root and disturbs nothing."""
    if os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True, capture_output=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as work:
        half = Path(work) / "root"
        download = ["apt-get", "-qq", "download", *_packages()]
        subprocess.run(download, check=True, capture_output=True, cwd=work)
        for package in Path(work).glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, half], check=True, capture_output=True)
        erl = half / "usr/lib/erlang/bin/erl"
        erl.write_text(erl.read_text().replace("ROOTDIR=/usr", f"ROOTDIR={target}/usr"))
        half.rename(target)


def _packages() -> list[str]:
    """What apt would install here, less what only a service of the system needs."""
    plan = ["apt-get", "-s", "-qq", "install", "--no-install-recommends", "rabbitmq-server"]
    lines = subprocess.run(plan, check=True, capture_output=True).stdout.decode().splitlines()
    names = [line.split()[1] for line in lines if line.startswith("Inst ")]
    return [name for name in names if name.startswith(("erlang-", "lib", "rabbitmq-server"))]


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
