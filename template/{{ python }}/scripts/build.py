"""Builds dist/<function>/ for each handler: the modules it imports, the locked dependencies and their bytecode.

The same sources give the same bytes, on whichever machine they are built. `--here` builds .local/dist/ for this machine
instead, and keeps the dependencies there until they change.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from imports import clients, imported_files

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
HERE = "--here" in sys.argv
DIST = ROOT / ".local" / "dist" if HERE else ROOT / "dist"
DEPENDENCIES = DIST / ".dependencies"
REQUIREMENTS = DIST / ".requirements.txt"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["lambda"]
UV = os.environ.get("UV", "uv")

# botocore describes every AWS service, 20 MB in all: a function gets what its code makes clients of.
SERVICE_DATA = "botocore/data"


def main() -> None:
    interpreter = sys.executable if HERE else find_interpreter()
    install_dependencies(interpreter)
    if not interpreter:
        print(f"There is no Python {SETTINGS['python']} here: the packages go without bytecode and start more slowly.")
    for handler in sorted((SOURCE / SETTINGS["package"] / "handlers").glob("[!_]*.py")):
        folder = build(handler)
        if interpreter:
            compile_bytecode(interpreter, folder / SETTINGS["package"])
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"{folder.relative_to(ROOT)}: {size / 1e6:.1f} MB")
    if not HERE:
        shutil.rmtree(DEPENDENCIES)
        REQUIREMENTS.unlink()


def install_dependencies(interpreter: str | None) -> None:
    """Put the dependencies of uv.lock into one folder, as wheels for the Lambda's Python and processor, compiled."""
    locked = uv("export", "--frozen", "--no-dev", "--no-emit-project", "--no-annotate", "--no-header", "--color=never")
    if HERE and REQUIREMENTS.is_file() and REQUIREMENTS.read_text(encoding="utf-8") == locked:
        return
    shutil.rmtree(DIST, ignore_errors=True)
    DEPENDENCIES.mkdir(parents=True)
    target = ["--python-version", SETTINGS["python"], "--python-platform", SETTINGS["platform"]]
    print("Dependencies for", "this machine." if HERE else f"Python {SETTINGS['python']} on {SETTINGS['platform']}.")
    REQUIREMENTS.write_text(locked, encoding="utf-8")
    uv(
        *("pip", "install", "--target", str(DEPENDENCIES), "--requirements", str(REQUIREMENTS), "--require-hashes"),
        *("--only-binary", ":all:", *(["--python", sys.executable] if HERE else target)),
    )
    # What tells of the installation, not of the package, differs from machine to machine.
    shutil.rmtree(DEPENDENCIES / "bin", ignore_errors=True)
    for name in (".lock", *(f"*.dist-info/{file}" for file in ("INSTALLER", "RECORD", "REQUESTED"))):
        for path in DEPENDENCIES.glob(name):
            path.unlink()
    if interpreter:
        compile_bytecode(interpreter, DEPENDENCIES)


def find_interpreter() -> str | None:
    """A Python of the Lambda's minor version: no other's bytecode is read there."""
    command = [UV, "python", "find", "--no-python-downloads", SETTINGS["python"]]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    return found.stdout.strip() if found.returncode == 0 else None


def compile_bytecode(interpreter: str, folder: Path) -> None:
    """Compile as if the folder was where Lambda unpacks it; hashes instead of times make the result repeatable."""
    base = DEPENDENCIES if folder == DEPENDENCIES else folder.parent
    subprocess.run(
        [
            *(interpreter, "-m", "compileall", "-q", "-s", str(base), "-p", "/var/task"),
            *("--invalidation-mode", "unchecked-hash", str(folder)),
        ],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )


def build(handler: Path) -> Path:
    """Put one function's folder together."""
    folder = DIST / handler.stem.replace("_", "-")
    module = f"{SETTINGS['package']}.handlers.{handler.stem}"
    files = imported_files(module, SOURCE, DEPENDENCIES)
    services = {name for path in files for name in clients(path, SOURCE, DEPENDENCIES)}

    def unneeded(path: str, names: list[str]) -> list[str]:
        if not path.endswith(SERVICE_DATA) or "" in services:
            return []
        return [name for name in names if (Path(path) / name).is_dir() and name not in services]

    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DEPENDENCIES, folder, copy_function=os.link, ignore=unneeded)
    for path in files:
        if path.is_relative_to(SOURCE):
            target = folder / path.relative_to(SOURCE)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return folder


def uv(*arguments: str) -> str:
    return subprocess.run([UV, *arguments, "--quiet"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    try:
        main()
    except SyntaxError as error:
        sys.exit(f"{error.filename}, line {error.lineno}: {error.msg}")
