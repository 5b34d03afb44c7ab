"""Published schemas that rendered files follow, as check-jsonschema brings them."""

from pathlib import Path

from check_jsonschema.cli import main  # type: ignore[import-untyped]
from click.testing import CliRunner


def said_by(schema: str, *paths: Path) -> str:
    """What a schema has against files, by its name in check-jsonschema; nothing if they follow it."""
    done = CliRunner().invoke(main, ["--builtin-schema", schema, *map(str, paths)])
    return "" if done.exit_code == 0 else done.output
