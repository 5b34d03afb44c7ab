"""What Python runs first in a function of `make local DEBUG=…`: it waits here until VS Code has attached."""

import json
import os
from pathlib import Path

# What is started from here is not debugged, the debugger itself least of all.
del os.environ["PYTHONPATH"]
# The emulator unpacks each function into a folder of its own, and starts it there.
SOURCE = Path(__file__).parents[2] / "src"
os.environ["PATHS_FROM_ECLIPSE_TO_PYTHON"] = json.dumps([[str(SOURCE), os.getcwd()]])  # noqa: PTH109 -- as Python knows it

import debugpy  # noqa: E402 -- it reads the variable

try:
    debugpy.listen(("127.0.0.1", int(os.environ["DEBUG_PORT"])))
except (OSError, RuntimeError):
    pass  # another environment of the function is being debugged
else:
    debugpy.wait_for_client()
