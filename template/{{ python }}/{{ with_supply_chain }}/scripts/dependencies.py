"""What this service depends on where it is deployed, by uv.lock, and what is known of it."""

import json
import os
import re
import shlex
import subprocess
import tempfile
import textwrap
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
UV = os.environ.get("UV", "uv")
# How packages wrote their licence before there were identifiers; what others wrote is looked up by hand.
FORMER_NAMES = {
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


class UnreachableError(Exception):
    """Something can't be told; the text says why."""


def bill_of_materials(known: dict[str, str]) -> dict[str, Any]:
    """List the packages that are deployed, with their licences, as CycloneDX."""
    bill: dict[str, Any] = json.loads(deployed("--format", "cyclonedx1.5"))
    components = bill.get("components", [])
    return {**bill, "components": [{**each, "licenses": licenses(each["name"], known)} for each in components]}


def licenses(package: str, known: dict[str, str]) -> list[dict[str, Any]]:
    """What was looked up of a package's licence, else what the package says."""
    stated = known.get(package) or stated_license(package)
    if re.fullmatch(r"[\w.+() -]+", stated) and re.search(r" (AND|OR|WITH) |^[\w.+-]+$", stated):
        return [{"expression": stated}]
    return [{"license": {"name": stated}}] if stated else []


def stated_license(package: str) -> str:
    try:
        about = metadata.metadata(package)
    except metadata.PackageNotFoundError:  # of another platform
        return ""
    if expressions := about.get_all("License-Expression", []):
        return str(expressions[0])
    classifiers = [each for each in about.get_all("Classifier", []) if each.startswith("License :: OSI Approved :: ")]
    names = [*about.get_all("License", []), *(each.rsplit(" :: ", 1)[1] for each in classifiers)]
    short = [FORMER_NAMES.get(name, name) for name in names if name and "\n" not in name]
    return short[0] if short else ""


def known_holes() -> list[dict[str, Any]]:
    """Ask OSV, by pip-audit, what is known of the packages that are deployed."""
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder) / "requirements.txt"
        requirements.write_text(deployed("--no-annotate"), encoding="utf-8")
        options = ["--require-hashes", "--disable-pip", "--vulnerability-service", "osv", "--progress-spinner", "off"]
        command = [*shlex.split(os.environ["PIP_AUDIT"]), *options, "--format", "json", "--requirement"]
        done = subprocess.run([*command, str(requirements)], cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (KeyError, ValueError):
        raise UnreachableError(f"OSV can't be asked for known holes: {last_line(done.stderr)}") from None
    if skipped := [each["name"] for each in packages if "skip_reason" in each]:
        raise UnreachableError(f"OSV does not know {', '.join(skipped)}.")
    return [
        {
            "id": hole["id"],
            "aliases": hole["aliases"],
            "package": f"{package['name']} {package['version']}",
            "title": f"(fixed in {', '.join(hole['fix_versions'])})" if hole["fix_versions"] else "(not fixed yet)",
        }
        for package in packages
        for hole in package["vulns"]
    ]


def deployed(*arguments: str) -> str:
    """What uv.lock has but the tools."""
    options = ("--quiet", "--frozen", "--no-dev", "--no-emit-project", "--no-header", "--color=never")
    done = subprocess.run([UV, "export", *options, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnreachableError(f"uv can't list what is deployed: {last_line(done.stderr)}")
    return done.stdout


def last_line(said: str) -> str:
    line = (said.strip().splitlines() or ["it says nothing"])[-1]
    return textwrap.shorten(line.strip().rstrip("."), 160, placeholder=" …") + "."
