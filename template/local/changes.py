"""Notices that a file of the service has changed."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
WATCHED = ["cdk.json", "infra", "package.json", "pyproject.toml", "samconfig.toml", "src", "template.yaml"]


class Changes:
    def __init__(self) -> None:
        self._seen = times()

    def happened(self) -> bool:
        """Whether there is a change since the last time."""
        before, self._seen = self._seen, times()
        return before != self._seen


def times() -> dict[Path, int]:
    """When each file was last written, in nanoseconds."""
    roots = [ROOT / name for name in WATCHED]
    files = [each for root in roots for each in (root.rglob("*") if root.is_dir() else [root])]
    return {each: each.stat().st_mtime_ns for each in files if each.is_file() and "__pycache__" not in each.parts}
