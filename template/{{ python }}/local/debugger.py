"""What makes a function of the emulator wait for VS Code."""

from pathlib import Path

VARIABLES = {"DEBUG_PORT": "5859", "PYTHONPATH": str(Path(__file__).parent / "debugged")}
