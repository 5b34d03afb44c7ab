"""What functions are made of, as it is sent: a name that tells its content, and the content itself."""

import hashlib
import io
import os
import zipfile
from pathlib import Path

DIGESTS: dict[tuple[int, int, int], str] = {}


def files(path: Path) -> dict[str, Path]:
    """The files of a folder by their names in it; a file is all of itself."""
    if not path.is_dir():
        return {path.name: path}
    found = [f"{folder}/{name}" for folder, _, names in os.walk(path) for name in names]
    return {each[len(f"{path}/") :]: Path(each) for each in sorted(found)}


def fingerprint(path: Path) -> str:
    """The same for the same content."""
    content = hashlib.sha256()
    for name, each in files(path).items():
        content.update(f"{name}\0{digest(each)}\0".encode())
    return content.hexdigest()


def digest(file: Path) -> str:
    """Of the file's content. Packages share their dependencies as links to one file, which is read once."""
    found = file.stat()
    known_as = (found.st_dev, found.st_ino, found.st_mtime_ns)
    if known_as not in DIGESTS:
        DIGESTS[known_as] = hashlib.sha256(file.read_bytes()).hexdigest()
    return DIGESTS[known_as]


def packed(path: Path) -> bytes:
    if not path.is_dir():
        return path.read_bytes()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, each in files(path).items():
            archive.write(each, name)
    return content.getvalue()
