"""Side-by-side measurements of the template and of what it renders: `python -m benchmarks`."""

import sys
from pathlib import Path

# The tests know how to make a release of the template: harness/source.py.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
