"""Where tests have their temporary files: in memory, where there is enough of it.

Tests make and remove folders by the hundred thousand; on a disk that is what most of their time goes into.
"""

import os
import re
import shutil
from pathlib import Path

FOLDER = Path("/dev/shm")  # noqa: S108 -- pytest makes a folder of its own in it, for this user only
# Projects that are set up have some 400 MB each, two dozen of them are there at the end, and programs need memory, too.
ENOUGH_BYTES = 16 * 1024**3


def settings() -> dict[str, str]:
    """The environment variable that chooses it; nothing where somebody has chosen a folder, or memory is scarce."""
    return {"TMPDIR": str(FOLDER)} if "TMPDIR" not in os.environ and _free_bytes() >= ENOUGH_BYTES else {}


def _free_bytes() -> int:
    memory = Path("/proc/meminfo")
    if not memory.exists() or not os.access(FOLDER, os.W_OK):
        return 0
    available = re.search(r"^MemAvailable: +(\d+) kB", memory.read_text(encoding="ascii"), re.MULTILINE)
    return min(shutil.disk_usage(FOLDER).free, 1024 * int(available[1]) if available else 0)
