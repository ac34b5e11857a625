"""Looks up known weaknesses of locked dependencies with pip-audit, and says of how many nothing could be learned.

Exit status 1 where a weakness is known. Where the advisory service cannot be reached, or does not know a package,
nothing was looked up: that is said by number and is no failure, since it tells nothing of the dependencies; with
AUDIT_REQUIRED=1 it is one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys


def main(lock: str) -> int:
    """Audit one lock file."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", lock, "--no-deps", "--disable-pip"]
    command += ["--timeout", "20", "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    try:
        rows = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        reason = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        return _not_audited(f"nothing of {lock} was looked up ({reason})")
    weak = [(row, one) for row in rows for one in row.get("vulns", [])]
    for row, one in weak:
        fixed = ", ".join(one.get("fix_versions", [])) or "no version"
        print(f"{row['name']} {row['version']}: {one['id']}, fixed in {fixed}")  # noqa: T201
    skipped = [row for row in rows if "skip_reason" in row]
    print(f"{lock}: {len(rows) - len(skipped)} of {len(rows)} dependencies looked up, {len(weak)} weaknesses known")  # noqa: T201
    if weak:
        return 1
    if not skipped:
        return 0
    return _not_audited(f"of {len(skipped)} dependencies nothing was learned, such as: {skipped[0]['skip_reason']}")


def _not_audited(why: str) -> int:
    print(f"NOT AUDITED: {why}. The advisory service (pypi.org) cannot be reached from here.")  # noqa: T201
    return 1 if os.environ.get("AUDIT_REQUIRED") == "1" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
