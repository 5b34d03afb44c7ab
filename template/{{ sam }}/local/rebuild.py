"""Runs a command that follows dist/, and builds that anew whenever the source changes: `python -m local.rebuild …`."""

import subprocess
import sys
import time

from local.changes import ROOT, Changes

POLL_SECONDS = 0.5


def main(command: list[str]) -> int:
    changes = Changes()
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            while process.poll() is None:
                time.sleep(POLL_SECONDS)
                if changes.happened():
                    subprocess.run(["make", "--no-print-directory", "dist"], cwd=ROOT, check=False)
        except KeyboardInterrupt:
            # It was meant for the command as well.
            process.wait()
        return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
