"""Fuzzing: `python -m tests.fuzz [--seconds N] [--seed S] [--target NAME]`.

The seconds are shared among the targets; each starts from the corpus, the layouts of the tests and small files made
here, with a seed of its own for every day.  Ends with 1 where a promise is broken: the input is kept, and the command
that shows it again is said.
"""

from __future__ import annotations

import argparse
import datetime
import subprocess
import sys
import tempfile
from pathlib import Path

from loaders.formats.plain import read as read_plain
from loaders.source import text_source
from tests.fuzz.words import VOCABULARY
from tests.loaders.formats.support import WRITERS

HERE = Path(__file__).parent
LAYOUTS = HERE.parent / "loaders" / "layouts"
NAMES = ("text", "csv", "tsv", "html", "pdf", "docx", "xlsx", "prose", "tables", "extractors")
SLOWEST_S = 20
SMALL = "任务分工表\n\n序号\t领域\t事项\t责任单位\n1\t商事\t升级“一窗通”。\t市科技局\n2\t\t乙\t市财政局，省商务厅\n"
WORD = (
    "<w:p><w:r><w:t>题</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>序号</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
SHEET = '<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c><c r="B1"><v>43983</v></c></row>'


def main() -> int:
    """Runs the targets one after another; 1 where one of them found something."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--seconds", type=int, default=60, help="in all, shared among the targets")
    parser.add_argument("--seed", type=int, default=datetime.datetime.now(datetime.UTC).toordinal())
    parser.add_argument("--target", choices=NAMES, action="append")
    parser.add_argument("--findings", type=Path, default=Path(tempfile.gettempdir()) / "reformgraph-findings")
    given = parser.parse_args()
    targets = given.target or list(NAMES)
    given.findings.mkdir(parents=True, exist_ok=True)
    failed = [
        name for name in targets if not _run(name, max(2, given.seconds // len(targets)), given.seed, given.findings)
    ]
    sys.stdout.write(f"{len(targets) - len(failed)} targets held, {len(failed)} did not {failed or ''}\n")
    return bool(failed)


def _run(name: str, seconds: int, seed: int, findings: Path) -> bool:
    with tempfile.TemporaryDirectory(prefix="reformgraph-fuzz-") as folder:
        at = Path(folder)
        (at / "made").mkdir()
        for number, data in enumerate(_seeds(name)):
            (at / "made" / str(number)).write_bytes(data)
        words = at / "words"
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in VOCABULARY if word), "ascii")
        corpus = HERE / "corpus" / name
        command = [
            sys.executable,
            "-m",
            "tests.fuzz.one",
            name,
            str(at / "made"),
            *([str(corpus)] if corpus.is_dir() else []),
        ]
        limits = [f"-max_total_time={seconds}", f"-timeout={SLOWEST_S}", f"-seed={seed}", f"-dict={words}"]
        kept = [f"-artifact_prefix={findings}/{name}-", "-print_final_stats=1", "-max_len=8192", "-rss_limit_mb=3000"]
        done = subprocess.run([*command, *limits, *kept], capture_output=True, text=True, errors="replace", check=False)
    runs = next((line for line in done.stderr.splitlines() if "number_of_executed_units" in line), "")
    sys.stdout.write(
        f"{name}: {'held' if done.returncode == 0 else 'BROKEN'} {runs.rpartition(':')[2].strip()} inputs\n"
    )
    if done.returncode:
        shown = [
            line for line in done.stdout.splitlines() + done.stderr.splitlines() if not line.startswith(("#", "INFO"))
        ]
        sys.stdout.write("\n".join(shown[-40:]) + f"\nagain: python -m tests.fuzz.one {name} FILE\n")
    sys.stdout.flush()
    return done.returncode == 0


def _seeds(name: str) -> list[bytes]:
    """Files to start from: our own layouts, and a small document written in the format."""
    small = read_plain(text_source("a.txt", SMALL.encode()))
    if name in ("docx", "xlsx"):
        return [(WORD if name == "docx" else SHEET).encode()]
    if name in ("prose", "tables", "extractors"):
        return [bytes(range(i, i + 200)) for i in (0, 17, 50)]
    endings = {"text": (".txt", ".md"), "tsv": (".txt",)}.get(name, (f".{name}",))
    found = [path.read_bytes() for path in sorted(LAYOUTS.iterdir()) if path.suffix in endings]
    writer = WRITERS.get(f".{name}")
    return [*found, SMALL.encode() if writer is None else writer(small)]


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    sys.exit(main())
