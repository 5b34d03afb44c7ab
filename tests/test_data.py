"""docs/data.md of a rendered project does what it says: its lines run as they stand, in the emulator."""

import os
import re
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from harness.locally import PYTHON, Local, opened
from harness.render import Renderer
from harness.verbs import uv

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found by /proc"),
]

AWS_CLI = "awscli==1.46.3"


def test_records_come_back_from_a_restored_table(render: Renderer, tmp_path: Path) -> None:
    project = opened(render, tmp_path, runtime=PYTHON, iac="sam")
    restore, put_back = blocks((project / "docs" / "data.md").read_text(encoding="utf-8").replace("-prod", "-dev"))
    with Local(project) as local:
        table, items = local.ready().resource("ItemsTable"), local.client("dynamodb")
        lost, changed, kept = (named(name) for name in ("lost", "changed", "kept"))
        for record in (lost, changed, kept):
            items.put_item(TableName=table, Item=record)
        shell(project, local, tmp_path, restore)
        items.delete_item(TableName=table, Key={"id": lost["id"]})
        after = {**changed, "name": {"S": "since then"}}
        items.put_item(TableName=table, Item=after)
        said = shell(project, local, tmp_path, f"TABLE={table}\n{put_back}")
        assert sorted(local.items("ItemsTable"), key=by_id) == sorted([lost, after, kept], key=by_id)
        assert said.count("ConditionalCheckFailedException") == 2
        assert not [name for name in items.list_tables()["TableNames"] if name.endswith("-restored")]


def named(name: str) -> dict[str, Any]:
    return {"id": {"S": str(uuid.uuid4())}, "name": {"S": name}, "version": {"N": "1"}}


def by_id(record: dict[str, Any]) -> str:
    return str(record["id"]["S"])


def blocks(text: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


def shell(project: Path, local: Local, folder: Path, commands: str) -> str:
    """What these commands say, with the AWS CLI of an account that the emulator is."""
    tools = folder / "bin"
    tools.mkdir(exist_ok=True)
    (tools / "aws").write_text(
        f'#!/bin/sh\nexec {uv()} tool run --quiet --python {sys.executable} --from {AWS_CLI} aws "$@"\n',
        encoding="utf-8",
    )
    (tools / "aws").chmod(0o755)
    env = {**os.environ, **local.variables, "PATH": os.pathsep.join([str(tools), os.environ["PATH"]])}
    done = subprocess.run(
        ["sh", "-c", commands], cwd=project, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
