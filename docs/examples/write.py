"""Writes docs/examples.md: four typical services, to look at without rendering one.

    make examples

Everything on the page is rendered: the pictures are those of each project's README, the excerpts lines of its files.
"""

import shlex
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.engine import Engine
from harness.render import files
from harness.source import copy_template

PAGE = Path(__file__).parent.parent / "examples.md"
# Folders of which one example says enough.
ALIKE = ("events", ".github", "ci", "docs", "local", "tests", ".vscode")
LANGUAGES = {".py": "python", ".ts": "typescript", ".yaml": "yaml", ".json": "json"}


@dataclass(frozen=True)
class Excerpt:
    """The lines of a file from the one that has `first` up to the one before `last`; all of it without them."""

    file: str
    says: str
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Example:
    title: str
    about: str
    answers: dict[str, str]
    excerpts: tuple[Excerpt, ...]


EXAMPLES = (
    Example(
        "A small API",
        "Twelve times Enter: one resource behind an HTTP API, in Python, described with AWS SAM.",
        {"service_name": "catalogue"},
        (
            Excerpt("src/catalogue/handlers/get_item.py", "A handler turns an event into a call of the logic"),
            Excerpt("src/catalogue/logic/items.py", "The logic is the team's, and knows nothing of Lambda"),
            Excerpt(
                "template.yaml",
                "A function has its own permissions, route and log group",
                "  GetItemFunction:",
                "  Upd",
            ),
            Excerpt("events/get-item/happy.json", "Each function has events to run, debug and test it with"),
        ),
    ),
    Example(
        "Orders, and what follows from them",
        "A REST API in Python, described with the AWS CDK: a new order is announced, two queues hear of it, and a "
        "stream follows each change of the table.",
        {
            "service_name": "orders",
            "iac": "cdk",
            "api": "rest",
            "resources": "orders",
            "streams": "orders",
            "topics": "order-placed>emails+invoices",
            "links": "create-order>order-placed",
        },
        (
            Excerpt("infra/service.py", "The service is a list of its parts", "        # Queues", "        # The API"),
            Excerpt(
                "src/orders/logic/create_order_links.py",
                "A link is a permission and a sender; what is sent is for the team to say",
            ),
            Excerpt("src/orders/handlers/process_emails.py", "A worker reports just the messages that failed"),
            Excerpt("src/orders/handlers/on_orders_changed.py", "A stream's function sees what changed"),
        ),
    ),
    Example(
        "A worker without an API",
        "A FIFO queue and a schedule in TypeScript, described with AWS SAM.",
        {
            "service_name": "payments",
            "runtime": "nodejs24.x",
            "api": "none",
            "queues": "payments.fifo",
            "schedules": "nightly-report=cron(0 3 * * ? *)",
        },
        (
            Excerpt("src/handlers/process-payments.ts", "The handler names its message and its logic"),
            Excerpt("src/shared/queue.ts", "What fails comes again, and so does what waits behind it in its group"),
            Excerpt("template.yaml", "The queue keeps what can't be worked on", "  PaymentsQueue:", "  # "),
            Excerpt("src/logic/nightly-report.ts", "The team's place for what happens at night"),
        ),
    ),
    Example(
        "Documents that come by upload",
        "Uploads past the API, and events of another service, in TypeScript, described with the AWS CDK.",
        {
            "service_name": "documents",
            "runtime": "nodejs24.x",
            "iac": "cdk",
            "resources": "documents",
            "uploads": "scans",
            "events": "order-shipped=shop.orders/OrderShipped",
            "links": "process-scans-upload>documents",
        },
        (
            Excerpt("src/handlers/create-scans-upload.ts", "A client gets a form with which it uploads to S3 itself"),
            Excerpt("src/handlers/process-scans-upload.ts", "What has arrived is worked on once"),
            Excerpt("infra/constructs/upload-area.ts", "A bucket is private, encrypted, and open to one origin"),
            Excerpt("cdk.json", "What differs between environments is one table"),
        ),
    ),
)


def page() -> str:
    """The text of the page."""
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(copy_template(Path(folder) / "source"))
        parts = [part for example in EXAMPLES for part in shown(example, engine, Path(folder) / "projects")]
    contents = [f"- [{each.title}](#{each.title.lower().replace(',', '').replace(' ', '-')})" for each in EXAMPLES]
    about = "Four services, as the template renders them; `make examples` wrote this page."
    return "\n\n".join(["# Examples", about, "\n".join(contents), *parts]) + "\n"


def shown(example: Example, engine: Engine, folder: Path) -> Iterator[str]:
    project = folder / example.answers["service_name"]
    engine.render(project, dict(example.answers))
    yield f"## {example.title}"
    yield example.about
    said = [f"--data {name}={shlex.quote(value)}" for name, value in example.answers.items() if name != "service_name"]
    command = ["uvx copier copy --defaults", *said, f"TEMPLATE {project.name}"]
    yield fenced("sh", (" \\\n  " if said else " ").join(command))
    yield picture(project / "README.md")
    content = files(project)
    lines = sum(text.count(b"\n") for text in content.values())
    yield f"{len(content)} files, {lines:,} lines:"
    yield fenced("text", "\n".join([f"{project.name}/", *tree(sorted(map(Path, content)))]))
    for excerpt in example.excerpts:
        yield f"{excerpt.says} (`{excerpt.file}`):"
        yield fenced(LANGUAGES[Path(excerpt.file).suffix], lines_of(project / excerpt.file, excerpt))


def fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def picture(readme: Path) -> str:
    text = readme.read_text(encoding="utf-8")
    start = text.index("```mermaid")
    return text[start : text.index("```", start + 3) + 3]


def lines_of(path: Path, excerpt: Excerpt) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    if not excerpt.first:
        return "\n".join(lines)
    first = next(number for number, line in enumerate(lines) if line.startswith(excerpt.first))
    last = next(number for number, line in enumerate(lines[first + 1 :], first + 1) if line.startswith(excerpt.last))
    return "\n".join(lines[first:last])


def tree(paths: list[Path], indent: str = "") -> Iterator[str]:
    """The lines of a tree; of folders that are alike, how many files they have."""
    folders = {path.parts[0] for path in paths if len(path.parts) > 1}
    names = sorted({path.parts[0] for path in paths}, key=lambda name: (name not in folders, name))
    for name in names:
        below = [Path(*path.parts[1:]) for path in paths if path.parts[0] == name and len(path.parts) > 1]
        branch, more = ("└── ", "    ") if name == names[-1] else ("├── ", "│   ")
        if not below:
            yield f"{indent}{branch}{name}"
        elif not indent and name in ALIKE:
            yield f"{indent}{branch}{name}/  {len(below)} file{'s' if len(below) > 1 else ''}"
        else:
            yield f"{indent}{branch}{name}/"
            yield from tree(below, indent + more)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
