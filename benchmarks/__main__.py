"""`python -m benchmarks` prints a table for each part; `--write` also puts them into docs/benchmarks.md."""

import argparse
import signal
import tempfile
from pathlib import Path

from . import page
from .glance import glance
from .report import section
from .session import ON_LAMBDA, PARTS, Session


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all if none")
    parser.add_argument("--quick", action="store_true", help="one run of each: does it work at all?")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    if options.quick and options.write:
        parser.error("one run of each is nothing to write down: leave out --quick or --write")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as name:
        session = Session(Path(name), quick=options.quick)
        note = f"Functions run as on Lambda: {session.target.title}." if session.target else ""
        rows = {}
        for part in options.parts or PARTS:
            print(f"Measuring: {part}.", flush=True)
            rows[part] = PARTS[part](session)
            text = section(rows[part], note if part in ON_LAMBDA else "")
            print(f"\n{text}", flush=True)
            if options.write:
                page.write(part, text)
        if not options.parts:
            print(glance(rows))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit("\nInterrupted; nothing is left behind.") from None
