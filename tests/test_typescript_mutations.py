"""The tests of a rendered TypeScript project are worth having: each of these breaks makes one of them fail."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import node
from harness.answers import EVERYTHING
from harness.breaks import BreakableInTypeScript, broken
from harness.installed import set_up
from harness.render import Renderer

pytestmark = pytest.mark.slow

BREAKS = {
    "creating overwrites": ("table.ts", "'attribute_not_exists(id)'", "'attribute_not_exists(nothing)'"),
    "versions stand still": ("codec.ts", " ADD #version :one", ""),
    "what is not there is replaced": ("codec.ts", "'#version > :none'", "':none = :none'"),
    "pages begin anew": ("table.ts", "{ ExclusiveStartKey: { id: after } }", "{}"),
    "a number that is too large is sent": ("codec.ts", "!(size < LARGEST)", "false"),
    "a repeated key creates again": (
        "records.ts",
        "idempotencyKey ? uuidOf(idempotencyKey) : randomUUID()",
        "randomUUID()",
    ),
    "the order of fields makes another input": ("records.ts", "left < right ? -1 : 1", "left < right ? 0 : 0"),
    "throttling is a failure": ("aws.ts", "isThrottlingError(failure) || ", ""),
    "silence is a failure": ("aws.ts", " || isTransientError(failure)", ""),
    "AWS is waited for too long": ("aws.ts", "patienceMs = 2_000", "patienceMs = 20_000"),
    "errors tell what is inside": (
        "endpoint.ts",
        "answerFailure(requestId)",
        "answerProblem(error as ServiceError, requestId)",
    ),
    "the payload is logged": ("endpoint.ts", "{ status: response.status,", "{ event, status: response.status,"),
    "metrics are not written": (
        "observability.ts",
        "      metrics.publishStoredMetrics();",
        "      metrics.clearMetrics();",
    ),
    "If-Match is not read": ("request.ts", "'if-match'", "'if-match-not'"),
    "unknown fields pass": ("fields.ts", "!Object.hasOwn(schema.shape, name)", "name === ''"),
    "large bodies pass": ("request.ts", "> MAX_BODY_BYTES", "> 10 * MAX_BODY_BYTES"),
    "page tokens are not checked": ("request.ts", "after !== undefined && !UUID.test(after)", "after === ''"),
    "an emoji counts twice": ("schemas.ts", "[...value].length <= longest", "value.length <= longest"),
    "half a letter is taken": ("schemas.ts", "json.includes('\\\\u') ? refuseHalves : undefined", "undefined"),
    "what is not Unicode is taken": ("schemas.ts", "fatal: true", "fatal: false"),
    "poison holds up its neighbours": ("batch.ts", "!stopped.has(record.group)", "stopped.size === 0"),
    "a group goes on after a failure": ("batch.ts", "      stopped.add(record.group);\n", ""),
    "time is not watched": ("batch.ts", " && remainingMs() >= RESERVE_MS", ""),
    "what failed is acknowledged": ("batch.ts", "      failed.push(record.id);\n", ""),
    "permanent failures look like others": ("failures.ts", "permanent: true, ", ""),
    "a key stays taken after a failure": ("idempotency.ts", "    await marks.giveBack(key, lease);\n", ""),
    "what is done is done again": ("idempotency.ts", "!(await marks.take(key, lease, remainingMs))", "false"),
    "a lease never ends": ("marks.ts", " OR leased_until < :now", ""),
    "marks never expire": ("marks.ts", " OR expires_at < :now", ""),
    "one marks for the other": (
        "marks.ts",
        "    ConditionExpression: 'lease = :lease',\n    ExpressionAttributeValues: { ':outcome'",
        "    ExpressionAttributeValues: { ':outcome'",
    ),
    "a sender's key is not read": ("queue.ts", "this.attributes['idempotency-key'] ?? ", ""),
    "order in a FIFO queue is lost": ("queue.ts", "record.attributes.MessageGroupId ?? ", ""),
    "a message is logged as nobody's": ("queue.ts", "this.attributes['correlation-id'] ?? ", ""),
    "own writes are changes": ("table-stream.ts", "change.new?.[WRITER] === context.functionName", "false"),
    "shards share their records": (
        "kinesis-stream.ts",
        "super(content.sequenceNumber, eventID)",
        "super(content.sequenceNumber, content.sequenceNumber)",
    ),
    "a failed job succeeds": ("job.ts", "      throw error;\n", ""),
    "runs overlap": ("schedule.ts", "    await marks.take(lock, lease, remainingMs);\n", ""),
    "a run blocks those after it": (
        "schedule.ts",
        "      await marks.giveBack(lock, lease);\n",
        "      await Promise.resolve();\n",
    ),
    "what a batch failed to send is forgotten": (
        "sender.ts",
        "waiting = waiting.filter(({ Id }) => failed.some((each) => each.Id === Id))",
        "waiting = []",
    ),
    "what is too large is sent": ("sender.ts", "size(entry) > MAX_BYTES", "size(entry) < 0"),
    "a FIFO message overtakes one that failed": ("sender.ts", " || sameGroup", ""),
    "an own file is worked on": ("upload.ts", "upload.path.startsWith(INCOMING)", "upload.path"),
    "a file that is replaced is not done again": (
        "upload.ts",
        "`${detail.object.key}#${detail.object.sequencer}`",
        "detail.object.key",
    ),
    "a file is read at once": (
        "upload.ts",
        "process(name, Body as Readable)",
        "process(name, Readable.from([Buffer.concat(await (Body as Readable).toArray())]))",
    ),
    "a form takes a file of any size": ("permits.ts", ", ['content-length-range', size, size]", ""),
    "a download is shown as a page": ("permits.ts", "'attachment'", "'inline'"),
}


# What an AWS over HTTP judges first.
STORING = ("codec.ts", "marks.ts", "table.ts")


@pytest.fixture(scope="module")
def project(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BreakableInTypeScript]:
    """A project whose tests pass."""
    path = render.copy(tmp_path_factory.mktemp("mutations") / "my-service", runtime="nodejs24.x", **EVERYTHING)
    set_up(path, "nodejs24.x")
    with BreakableInTypeScript(path) as project:
        assert [*stored(path), *project.tested(path / "src" / "shared" / "table.ts")] == []
        yield project


@pytest.mark.parametrize(("name", "old", "new"), BREAKS.values(), ids=BREAKS)
def test_it_is_noticed_that(project: BreakableInTypeScript, name: str, old: str, new: str) -> None:
    path = project.path / "src" / "shared" / name
    with broken(path, old, new):
        failed = (name in STORING and stored(project.path)) or project.tested(path)
    assert failed, "no test of the project failed"


def stored(project: Path) -> list[str]:
    """The integration tests that fail, up to the first."""
    command = [str(project / "node_modules" / ".bin" / "vitest"), "run", "--project=integration", "--bail=1"]
    done = subprocess.run(
        command,
        cwd=project,
        env={**node.environment(), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return re.findall(r"^ *FAIL +(.+)$", done.stdout + done.stderr, re.MULTILINE)
