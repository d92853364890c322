"""`make bench`: the embedded portal first, then PostgreSQL and Redis; prints figures and fails on none of them."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECRET_KEY = "only-for-measuring-only-for-measuring-only-for-measuring"  # noqa: S105


def main() -> int:
    failed = 0
    for title, servers in (
        ("Embedded: SQLite, one uvicorn process", []),
        ("PostgreSQL and Redis, two gunicorn workers with threads", [str(ROOT / "scripts" / "with_servers.py")]),
    ):
        print(f"\n{title}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            environment = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
            environment |= {"VAR_DIR": folder, "SECRET_KEY": SECRET_KEY, "LOG_LEVEL": "WARNING"}
            environment["DJANGO_SETTINGS_MODULE"] = "bench.settings"
            inside = [sys.executable, "-m", "bench.measuring"]
            command = [sys.executable, *servers, *inside] if servers else inside
            failed += bool(subprocess.run(command, env=environment, cwd=ROOT).returncode)
    return failed


if __name__ == "__main__":
    sys.exit(main())
