"""Artefacts to compare with, built by the same rules as a rendered project's: locked wheels, trimmed, precompiled."""

import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

UV = os.environ.get("UV") or shutil.which("uv") or "uv"
HANDLERS = Path(__file__).with_name("handlers")
PYTHONS = ("3.13", "3.12", "3.14")


def find_python(versions: Sequence[str] = PYTHONS) -> tuple[str, Path] | None:
    """The first of these minor versions that this machine has, and its interpreter."""
    for version in versions:
        command = [UV, "python", "find", "--no-project", "--no-python-downloads", version]
        found = subprocess.run(command, capture_output=True, check=False, text=True, cwd=tempfile.gettempdir())
        if found.returncode == 0:
            return version, Path(found.stdout.strip())
        # pyenv's shims stop uv's search; its versions are looked up where it keeps them.
        pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
        for path in sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}")):
            return version, path
    return None


def install(folder: Path, interpreter: Path, requirements: Sequence[str]) -> Path:
    """Requirements in a folder, without bytecode."""
    command = [UV, "pip", "install", "--quiet", "--python", str(interpreter), "--target", str(folder)]
    subprocess.run([*command, "--only-binary", ":all:", *requirements], check=True, cwd=tempfile.gettempdir())
    shutil.rmtree(folder / "bin", ignore_errors=True)
    return folder


def add_handlers(folder: Path) -> None:
    shutil.copytree(HANDLERS, folder / "handlers", ignore=shutil.ignore_patterns("__pycache__"))


def trim(folder: Path, services: Sequence[str] = ("dynamodb",)) -> None:
    """Leave out botocore's descriptions of all other AWS services."""
    for path in (folder / "botocore" / "data").iterdir():
        if path.is_dir() and path.name not in services:
            shutil.rmtree(path)


def compile_bytecode(folder: Path, interpreter: Path) -> None:
    command = [str(interpreter), "-m", "compileall", "-q", "-s", str(folder), "-p", "/var/task"]
    subprocess.run([*command, "--invalidation-mode", "unchecked-hash", str(folder)], check=True)


def without_bytecode(folder: Path, copy: Path) -> Path:
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def unzipped_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def zipped_bytes(folder: Path) -> int:
    """The size of the archive that would be uploaded."""
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder))
        return file.tell()
