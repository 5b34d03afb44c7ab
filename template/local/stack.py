"""What is deployed, whichever tool describes it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Stack:
    """A template of CloudFormation, and by the keys that it names the folders and files that it takes from S3."""

    name: str
    region: str
    template: dict[str, Any]
    parameters: dict[str, str]
    files: dict[str, Path]
