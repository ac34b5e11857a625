"""The API under load, beside a bare FastAPI route that gives the same bytes from memory; one run, in turn.

    python -m benchmarks.api [--data .reformgraph] [--rounds 5] [--seconds 4] [--connections 50]
                             [--paths PATH …] [--each FILE] [--kept MEGABYTES]

Wanted is wrk (Debian: `apt-get install wrk`) and a data folder that documents were loaded into. The servers run one
after another on one core, wrk on the other where there is one, so that no round measures the other server. Printed are the
medians over the rounds: requests a second of both, their ratio, how much slower slow answers are than usual ones (p99 over
p50), and what went wrong. Answers of one release are kept, so that what is measured is an answer asked for before.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PATHS = ("/measures/zhuhai-2020/1-4", "/measures/zhuhai-2020/1-9/ancestors?depth=4")
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


@dataclass(frozen=True, slots=True)
class Round:
    """What wrk saw in one round: requests a second, latencies in seconds, answers that were errors."""

    rate: float
    p50: float
    p99: float
    wrong: int


def bare(path: str, body: bytes, media_type: str) -> object:
    """The least that FastAPI can do: one route that gives bytes from memory."""
    from fastapi import FastAPI, Response

    app = FastAPI()

    @app.get(path)
    async def answer() -> Response:
        return Response(body, media_type=media_type)

    return app


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(".reformgraph"))
    parser.add_argument("--paths", nargs="+", default=PATHS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--each", type=Path, metavar="FILE")
    parser.add_argument("--kept", type=int, metavar="MEGABYTES")
    parser.add_argument("--bare", nargs=3, metavar=("PORT", "FILE", "TYPE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.bare:
        import uvicorn

        port, file, media_type = given.bare
        app = bare("/bytes", Path(file).read_bytes(), media_type)
        uvicorn.run(app, port=int(port), log_level="warning", access_log=False)  # type: ignore[arg-type]
        return
    if shutil.which("wrk") is None:
        sys.exit("wrk is not here; install it (Debian: apt-get install wrk)")
    if given.kept is not None:
        os.environ["REFORMGRAPH_API_KEPT_MEGABYTES"] = str(given.kept)
    if given.each is None:
        for path in given.paths:
            compare([path], given)
    else:
        compare(given.each.read_text(encoding="utf-8").split(), given)


def compare(paths: Sequence[str], given: argparse.Namespace) -> None:
    """Measure paths, asked for in turn, against the bytes of the first from memory, and print what was seen."""
    path, ours, theirs = paths[0], [], []
    script = given.data / "benchmark.lua"
    script.write_text(asking(paths), encoding="utf-8")
    file = given.data / "benchmark-bytes"
    with served([sys.executable, "-m", "reformgraph", "serve", "--data", str(given.data)], "/health") as address:
        with urllib.request.urlopen(address + path) as answer:
            file.write_bytes(answer.read())
            media_type = answer.headers["content-type"]
        command = [sys.executable, "-m", "benchmarks.api", "--bare", "{port}", str(file), media_type]
        with served(command, "/bytes") as other:
            load(address, 2, given.connections, script)
            load(other + "/bytes", 2, given.connections)
            for _ in range(given.rounds):
                ours.append(load(address, given.seconds, given.connections, script))
                theirs.append(load(other + "/bytes", given.seconds, given.connections))
    size = file.stat().st_size
    file.unlink()
    script.unlink()
    mine, bytes_ = (statistics.median(one.rate for one in rounds) for rounds in (ours, theirs))
    ratio = statistics.median(a.rate / b.rate for a, b in zip(ours, theirs, strict=True))
    spread, usual = (statistics.median(one.p99 / one.p50 for one in rounds) for rounds in (ours, theirs))
    what = path if len(paths) == 1 else f"{path} and {len(paths) - 1:,} others"
    print(
        f"{what}: {size:,} bytes; {mine:,.0f} requests/s against {bytes_:,.0f} from memory, {ratio:.1%}; "
        f"p50 {statistics.median(one.p50 for one in ours) * 1000:.1f} ms, p99 is {spread:.1f} times that "
        f"(from memory {usual:.1f}); {sum(one.wrong for one in ours)} answers wrong"
    )


@contextlib.contextmanager
def served(command: Sequence[str], path: str) -> Iterator[str]:
    """A server on a free port of this machine, on one core of it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [word.replace("{port}", str(port)) for word in command]
    words += [] if "{port}" in command else ["--port", str(port)]
    server = subprocess.Popen(pinned(words, last=True), stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), urllib.request.urlopen(address + path):
                break
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def asking(paths: Sequence[str]) -> str:
    """What wrk runs to ask for paths in turn. A round begins where the last one stopped, as far as the clock tells."""
    told = "\n".join(paths)
    return f"""
        local asked, at = {{}}, os.time() * 7919
        function init(arguments)
            for path in string.gmatch([[{told}]], "%S+") do
                asked[#asked + 1] = wrk.format("GET", path)
            end
        end
        function request()
            at = at + 1
            return asked[at % #asked + 1]
        end
    """


def load(address: str, seconds: int, connections: int, script: Path | None = None) -> Round:
    """Ask an address as fast as it answers."""
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", address]
    words[1:1] = [] if script is None else ["-s", str(script)]
    said = subprocess.run(pinned(words, last=False), check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if rate is None:
        raise RuntimeError(said)
    errors = [int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", said)]
    errors += [int(number) for line in re.findall(r"Socket errors: (.+)", said) for number in re.findall(r"\d+", line)]
    return Round(float(rate[1]), _latency(said, 50), _latency(said, 99), sum(errors))


def pinned(words: Sequence[str], *, last: bool) -> list[str]:
    """A command on the last core of this machine, or on the first; with one core, as it is."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2 or shutil.which("taskset") is None:
        return list(words)
    return ["taskset", "-c", str(cores[-1] if last else cores[0]), *words]


def _latency(said: str, percent: int) -> float:
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)\b", said)
    if found is None:
        raise RuntimeError(said)
    return float(found[1]) * UNITS[found[2]]


if __name__ == "__main__":
    main()
