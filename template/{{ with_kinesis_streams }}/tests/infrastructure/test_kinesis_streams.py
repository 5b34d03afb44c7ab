"""Kinesis streams: they grow with their traffic, and show their records to nobody else."""

from typing import Any

import pytest

from infrastructure import ByType, references


@pytest.fixture
def streams(by_type: ByType) -> dict[str, Any]:
    return by_type["AWS::Kinesis::Stream"]


def test_streams_are_encrypted(streams: dict[str, Any]) -> None:
    # At rest; on its way everything is, for Kinesis takes nothing but TLS.
    kinds = {name: each.get("StreamEncryption", {}).get("EncryptionType") for name, each in streams.items()}
    assert {name for name, kind in kinds.items() if kind != "KMS"} == set()


def test_streams_grow_with_what_is_put_into_them(streams: dict[str, Any]) -> None:
    # A shard takes 1 MB a second; with a fixed number of them producers are refused on a good day.
    modes = {name: each.get("StreamModeDetails", {}).get("StreamMode") for name, each in streams.items()}
    assert {name for name, mode in modes.items() if mode != "ON_DEMAND"} == set()


def test_each_stream_is_consumed(streams: dict[str, Any], by_type: ByType) -> None:
    sources = [each["EventSourceArn"] for each in by_type["AWS::Lambda::EventSourceMapping"].values()]
    assert set(streams) <= references(sources)
