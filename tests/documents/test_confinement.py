"""What a process that opens strangers' files is kept from, each thing tried inside one."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import platform
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import pytest

from assessor_app.documents import office
from assessor_app.documents.confinement import Allowed, Confinement, allow_cpu, confine
from assessor_app.documents.model import DocumentInfo, Limits, Pixels
from assessor_app.documents.pool import RendererPool
from assessor_app.documents.probe import Attempt, probe
from assessor_app.documents.renderer import Renderer
from tests.documents import files
from tests.documents.test_engine import Engine
from tests.samples import RESOURCES

linux = pytest.mark.skipif(sys.platform != "linux", reason="the calls of Linux")
X32 = 0x40000000
CALLS = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "io_uring_setup": (425, 425), "mount": (165, 40),
    "bpf": (321, 280), "perf_event_open": (298, 241), "keyctl": (250, 219), "userfaultfd": (323, 282),
    "unshare": (272, 97), "kexec_load": (246, 104), "pidfd_open": (434, 434), "open_tree": (428, 428),
    "execve": (59, 221), "execveat": (322, 281), "socketpair": (53, 199),
}  # fmt: skip


def test_what_is_claimed_holds_and_pages_are_drawn_all_the_same() -> None:
    probed = probe()
    assert probed.drew
    claims = probed.confinement
    for claimed, attempts in (
        (claims.network, (Attempt.SOCKET, Attempt.CONNECT)),
        (claims.files, (Attempt.READ, Attempt.WRITE, Attempt.HOME)),
        (claims.programs, (Attempt.START,)),
        (claims.memory, (Attempt.MEMORY,)),
    ):
        if claimed:
            assert all(probed.refused[attempt] for attempt in attempts), attempts
        else:
            assert claims.notes, "what does not hold is told"


@linux
def test_on_linux_everything_holds() -> None:
    assert probe().confinement == Confinement(memory=True, cpu=True, network=True, files=True, programs=True)


@linux
def test_a_renderer_says_what_holds_for_it() -> None:
    renderer = Renderer(Limits())
    try:
        renderer.load("a", "application/pdf", files.pdf(), b"", "")
        renderer.ask("info", "a", "")
        assert renderer.confinement.files and renderer.confinement.network and renderer.confinement.programs
    finally:
        renderer.stop()


def _try(connection: Connection, place: Path, kept: str) -> None:
    """Runs confined: the names of what was possible."""
    from assessor_app.documents.worker import prepare

    prepare(Limits())
    libc, column = ctypes.CDLL(None, use_errno=True), ("x86_64", "aarch64").index(platform.machine())

    def call(number: int) -> None:
        ctypes.set_errno(0)
        if libc.syscall(ctypes.c_long(number), *(ctypes.c_long(0) for _ in range(6))) < 0:
            raise OSError(ctypes.get_errno(), "refused")

    def refused_by_us(number: int) -> Callable[[], None]:
        """Fails with this error when it is not the filter that refuses: what is asked for makes no sense otherwise."""

        def attempt() -> None:
            try:
                call(number)
            except PermissionError:
                raise
            except OSError:
                return

        return attempt

    attempts: dict[str, Callable[[], object]] = {
        **{name: refused_by_us(numbers[column]) for name, numbers in CALLS.items()},
        "ipv4": lambda: socket.socket(socket.AF_INET),
        "ipv6": lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
        "unix socket": lambda: socket.socket(socket.AF_UNIX),
        "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),  # type: ignore[attr-defined,unused-ignore]
        "password file": lambda: Path("/etc/passwd").read_bytes(),
        "host name": lambda: Path("/etc/hostname").read_bytes(),
        "other process": lambda: Path("/proc/1/status").read_bytes(),
        "own memory": lambda: os.open("/proc/self/mem", os.O_RDONLY),
        "parent's environment": lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
        "temporary folder": lambda: list(place.iterdir()),
        "secret": lambda: (place / "secret").read_bytes(),
        "overwrite": lambda: (place / "secret").write_bytes(b""),
        "truncate": lambda: os.truncate(place / "secret", 0),
        "remove": lambda: (place / "secret").unlink(),
        "rename": lambda: (place / "secret").rename(place / "moved"),
        "mode": lambda: (place / "secret").chmod(0o777),
        "mode of the folder": lambda: place.chmod(0o777),
        "owner": lambda: os.chown(place / "secret", os.getuid(), os.getgid()),
        "times": lambda: os.utime(place / "secret", (0, 0)),
        "attribute": lambda: os.setxattr(place / "secret", "user.seen", b"x"),
        "watch": lambda: refused_by_us((294, 26)[column])(),
        "priority of the parent": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 0),
        "processors of the parent": lambda: os.sched_setaffinity(os.getppid(), {0}),
        "memory without a file": lambda: refused_by_us((29, 194)[column])(),
        "link": lambda: (place / "link").symlink_to("/etc/passwd"),
        "folder": lambda: (place / "folder").mkdir(),
        "list shared memory": lambda: os.listdir("/dev/shm"),  # noqa: S108, PTH208
        "folder in shared memory": lambda: Path("/dev/shm/asr-folder").mkdir(),  # noqa: S108
        "write to the program": lambda: (Path(office.__file__).parent / "planted.py").write_bytes(b""),
        "program": lambda: subprocess.run(["/bin/true"], check=True),
        "fork": os.fork,
        "signal to the parent": lambda: os.kill(os.getppid(), 0),
        "limits of the parent": lambda: __import__("resource").prlimit(os.getppid(), 7, (64, 64)),
        "terminal": lambda: __import__("fcntl").ioctl(0, 0x5412, b"x"),
    }  # fmt: skip
    if platform.machine() == "x86_64":
        attempts["execve by its other number"] = refused_by_us(X32 | 520)
    possible = []
    for name, attempt in attempts.items():
        try:
            attempt()
        except PermissionError:
            continue
        except Exception as error:  # noqa: BLE001 - another failure proves nothing
            possible.append(f"{name}: {error!r}")
        else:
            possible.append(name)
    # What it needs is still there.
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    memory = SharedMemory(kept)
    memory.buf[:4] = b"seen"  # type: ignore[index]
    memory.close()
    connection.send(possible)


@linux
def test_a_confined_process_gets_at_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="ascii")
    context = multiprocessing.get_context("spawn")
    memory = SharedMemory(create=True, size=4096)
    ours, theirs = context.Pipe()
    process = context.Process(target=_try, args=(theirs, tmp_path, memory.name))
    process.start()
    try:
        assert ours.poll(60)
        assert ours.recv() == []
        assert bytes(memory.buf[:4]) == b"seen"  # type: ignore[index]
    finally:
        process.kill()
        process.join()
        memory.close()
        memory.unlink()
    assert (tmp_path / "secret").read_text(encoding="ascii") == "secret"
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def _work_on(connection: Connection) -> None:
    confine(Allowed(200 * 1024 * 1024))
    allow_cpu(1.0)
    connection.send("working")
    while True:
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="not limited there")
def test_a_renderer_whose_window_is_gone_does_not_work_for_ever() -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work_on, args=(theirs,))
    process.start()
    assert ours.poll(60)
    process.join(30)
    assert process.exitcode == -signal.SIGXCPU


def _convert(connection: Connection, place: Path, secret: Path, port: int) -> None:
    """As LibreOffice's parent is: what it starts is confined too."""
    confine(Allowed(office.MEMORY_BYTES, folders=(place,), programs=True))
    script = (
        "import socket, sys, pathlib\n"
        "def tried(work):\n"
        "    try: work()\n"
        "    except PermissionError: return 'refused'\n"
        "    except Exception as error: return repr(error)\n"
        "    return 'possible'\n"
        f"print(tried(lambda: socket.create_connection(('127.0.0.1', {port}), 3)), "
        f"tried(lambda: socket.socket(socket.AF_UNIX).connect('\\0nobody')), "
        f"tried(pathlib.Path({str(secret)!r}).read_bytes), "
        f"tried(lambda: pathlib.Path({str(place / 'made')!r}).write_bytes(b'made')))"
    )
    done = subprocess.run(["/usr/bin/python3", "-I", "-c", script], capture_output=True, text=True, check=False)
    connection.send(done.stdout.split() or [done.stderr])


@linux
@pytest.mark.skipif(not Path("/usr/bin/python3").exists(), reason="a program of the system is needed")
def test_what_a_confined_process_starts_is_confined_too(tmp_path: Path) -> None:
    place, secret = tmp_path / "place", tmp_path / "secret"
    place.mkdir()
    secret.write_text("secret", encoding="ascii")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    with socket.create_server(("127.0.0.1", 0)) as ear:
        process = context.Process(target=_convert, args=(theirs, place, secret, ear.getsockname()[1]))
        process.start()
        try:
            assert ours.poll(60)
            assert ours.recv() == ["refused", "refused", "refused", "possible"]
        finally:
            process.kill()
            process.join()
    assert (place / "made").read_bytes() == b"made"


@linux
@pytest.mark.skipif(office.find_libreoffice() is None, reason="LibreOffice is not installed here")
def test_libreoffice_works_confined() -> None:
    assert office.works_confined()


def test_every_kind_of_sample_is_drawn_by_confined_renderers() -> None:
    """Modules that are imported late are found, however late: each file meets a renderer of its own."""
    samples = {path.suffix: path for path in sorted((RESOURCES / "samples/evidence").rglob("*")) if path.is_file()}
    made = {kind: files.picture(kind) for kind in ("PNG", "GIF", "WEBP", "BMP", "AVIF")}
    everything = {**{suffix: path.read_bytes() for suffix, path in samples.items()}, **made, "TIFF": files.tiff()}
    texts = {
        "rtf": rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8}",
        "utf-16": "größer".encode("utf-16"),
        "latin": b"gr\xf6\xdfer",
    }
    drawn = []
    for name, data in {**everything, **texts}.items():
        pool = RendererPool(Limits(hard_seconds=20), active=1)
        pool.start()
        try:
            pool.register(name, lambda data=data: data, "")  # type: ignore[misc]
            info = Engine._ask(lambda done, pool=pool, name=name: pool.info(name, done))
            if not isinstance(info, DocumentInfo):
                assert str(info.kind) == "unsupported", (name, info)
                continue
            pixels = Engine._ask(lambda done, pool=pool, name=name: pool.render(name, 0, 1.0, done))
            assert isinstance(pixels, Pixels), (name, pixels)
            pixels.release()
            drawn.append(name)
        finally:
            pool.close()
    assert len(drawn) > 12, drawn


@linux
def test_being_confined_takes_no_time_to_speak_of() -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_time_it, args=(theirs,))
    process.start()
    assert ours.poll(60)
    assert ours.recv() < 0.1
    process.join()


def _time_it(connection: Connection) -> None:
    start = time.perf_counter()
    confine(Allowed(200 * 1024 * 1024))
    connection.send(time.perf_counter() - start)
