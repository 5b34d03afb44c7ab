"""What the functions log, line by line as it comes, each function in its own colour."""

import json
import os
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import boto3

COLOURS = (36, 33, 32, 35, 34, 96, 93, 92, 95, 94)
# What every line has, and nobody looks for on a laptop.
LEFT_OUT = {"cold_start", "level", "location", "message", "service", "stack_trace", "timestamp", "xray_trace_id"}


class Logs:
    """The logs from now on of functions by their names."""

    def __init__(self, functions: dict[str, str]) -> None:
        self._client = boto3.client("logs")
        self._functions = functions
        self._colours = dict(zip(functions, cycle(COLOURS), strict=False))
        self._from = dict.fromkeys(functions, int(time.time() * 1000))
        self._printed: dict[str, set[str]] = {name: set() for name in functions}

    def print_new(self) -> None:
        """Print what has been logged since the last time."""
        news = [line for name in self._functions for line in self._new(name)]
        for timestamp, name, text in sorted(news):
            clock = time.strftime("%H:%M:%S", time.localtime(timestamp / 1000))
            print(f"{clock} {coloured(name, self._colours[name])} {text}", flush=True)

    def _new(self, name: str) -> Iterator[tuple[int, str, str]]:
        group = f"/aws/lambda/{self._functions[name]}"
        events = self._client.filter_log_events(logGroupName=group, startTime=self._from[name])["events"]
        for event in events:
            mark = f"{event['logStreamName']} {event['timestamp']} {event['message']}"
            if mark in self._printed[name]:
                continue
            if event["timestamp"] > self._from[name]:
                self._from[name] = event["timestamp"]
                self._printed[name].clear()
            self._printed[name].add(mark)
            if text := readable(event["message"].rstrip()):
                yield event["timestamp"], name, text


def coloured(text: str, colour: int) -> str:
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ
    return text if plain else f"\x1b[{colour}m{text}\x1b[0m"


def readable(line: str) -> str:
    """A line of JSON as level, message and fields; nothing of metrics and of what Lambda itself tells."""
    if line.startswith(("START RequestId", "END RequestId", "REPORT RequestId")):
        return ""
    try:
        content: Any = json.loads(line)
    except ValueError:
        return line
    if not isinstance(content, dict) or "message" not in content:
        return "" if isinstance(content, dict) and "_aws" in content else line
    exception = content.pop("exception", "")
    fields = {name: value for name, value in content.items() if name not in LEFT_OUT and "function_" not in name}
    words = [f"{name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in fields.items()]
    text = " ".join([str(content.get("level", "")), str(content["message"]), *words])
    return f"{text}\n{exception}" if exception else text
