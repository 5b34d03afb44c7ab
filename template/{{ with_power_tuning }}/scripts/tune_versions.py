"""Versions of a function with more and with less memory, which go again when they are measured."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def versions(client: Any, name: str, sizes: Sequence[int]) -> Iterator[dict[int, str]]:
    """A version of the function for each size of memory, until the end of the block; the function keeps its own."""
    own = client.get_function_configuration(FunctionName=name)["MemorySize"]
    pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=name)
    # Where nothing has changed since, Lambda publishes none and answers with one that is there, and that stays.
    there = {each["Version"] for page in pages for each in page["Versions"]}
    published: dict[int, str] = {}
    try:
        try:
            for size in sizes:
                with undisturbed():
                    resize(client, name, size)
                    answer = client.publish_version(FunctionName=name, Description=f"make tune: {size} MB")
                    published[size] = answer["Version"]
        finally:
            # Who calls the function itself, and not an alias, has had these sizes until now.
            with undisturbed():
                resize(client, name, own)
        for version in published.values():
            client.get_waiter("published_version_active").wait(FunctionName=name, Qualifier=version)
        yield published
    finally:
        with undisturbed():
            for version in set(published.values()) - there:
                client.delete_function(FunctionName=name, Qualifier=version)


@contextmanager
def undisturbed() -> Iterator[None]:
    """What is begun is done to its end: who stops it has to wait for that."""
    stopped: list[int] = []
    handlers = {
        number: signal.signal(number, lambda number, _: stopped.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    if stopped:
        raise KeyboardInterrupt


def resize(client: Any, name: str, size: int) -> None:
    client.update_function_configuration(FunctionName=name, MemorySize=size)
    client.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
