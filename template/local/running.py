"""The service where it is deployed, in the emulator or at AWS: its parts by the names that people call them."""

import os
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3

from local.problem import ServiceError

EVENTS = Path(__file__).parent.parent / "events"


class Running:
    """A deployed stack. Raises ServiceError where there is none."""

    def __init__(self, stack_name: str) -> None:
        self.name = stack_name
        cloudformation: Any = boto3.client("cloudformation")
        try:
            described = cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]
        except cloudformation.exceptions.ClientError as error:
            raise ServiceError(f"There is no stack {stack_name} here: {error}") from error
        self.outputs: dict[str, str] = {each["OutputKey"]: each["OutputValue"] for each in described.get("Outputs", [])}
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack_name)
        #: The names of what is deployed, by the template's logical ids.
        self.resources: dict[str, str] = {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for page in pages
            for each in page["StackResourceSummaries"]
            if "PhysicalResourceId" in each
        }

    @property
    def api_url(self) -> str:
        """Where the API answers; in the emulator in the form that needs no host of its own."""
        url, emulator = self.outputs["ApiUrl"].rstrip("/"), os.environ.get("AWS_ENDPOINT_URL")
        if not emulator:
            return url
        host, _, stage = url.partition("://")[2].partition("/")
        return f"{emulator}/_aws/execute-api/{host.partition('.')[0]}/{quote(stage or '$default')}"

    def part(self, name: str, kind: str) -> str | None:
        """What is deployed for a name of some kind."""
        return self.resources.get(logical_id(name, kind))

    @cached_property
    def functions(self) -> dict[str, str]:
        """Lambda's names for the functions that have events, by ours."""
        found = {folder.name: self.part(folder.name, "Function") for folder in sorted(EVENTS.iterdir())}
        return {name: physical for name, physical in found.items() if physical}

    @cached_property
    def sources(self) -> dict[str, str]:
        """The ARN of the queue or stream that feeds a function, by the function's name."""
        ours = {physical: name for name, physical in self.functions.items()}
        pages = boto3.client("lambda").get_paginator("list_event_source_mappings").paginate()
        mappings = [each for page in pages for each in page["EventSourceMappings"]]
        names = {each["EventSourceArn"]: each["FunctionArn"].rpartition(":")[2] for each in mappings}
        return {ours[name]: arn for arn, name in names.items() if name in ours}

    def variables(self, function: str) -> dict[str, str]:
        """The environment variables of a function."""
        found = boto3.client("lambda").get_function_configuration(FunctionName=self.functions[function])
        return dict(found["Environment"]["Variables"])


def logical_id(name: str, kind: str) -> str:
    """GetItemFunction for get-item as a Function."""
    return "".join(word.capitalize() for word in name.split("-")) + kind
