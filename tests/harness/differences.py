"""What differs between two descriptions, a line for each place."""

from collections.abc import Iterator
from typing import Any


def differences(sam: Any, cdk: Any, place: str = "") -> Iterator[str]:
    if sam == cdk:
        return
    if isinstance(sam, dict) and isinstance(cdk, dict):
        for word in [*sam, *(word for word in cdk if word not in sam)]:
            yield from differences(
                sam.get(word, NOTHING), cdk.get(word, NOTHING), f"{place} > {word}" if place else word
            )
    elif isinstance(sam, list) and isinstance(cdk, list) and sorted(map(repr, sam)) != sorted(map(repr, cdk)):
        only_sam, only_cdk = [each for each in sam if each not in cdk], [each for each in cdk if each not in sam]
        yield f"{place}: only SAM {only_sam}, only CDK {only_cdk}"
    else:
        yield f"{place}: SAM {sam}, CDK {cdk}"


NOTHING = "nothing"
