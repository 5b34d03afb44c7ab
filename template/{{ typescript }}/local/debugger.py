"""What makes a function of the emulator wait for VS Code."""

VARIABLES = {"NODE_OPTIONS": "--inspect-wait=127.0.0.1:5859"}
