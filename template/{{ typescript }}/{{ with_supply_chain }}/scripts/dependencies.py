"""What this service depends on where it is deployed, by package-lock.json, and what is known of it."""

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


class UnreachableError(Exception):
    """Something can't be told; the text says why."""


def bill_of_materials(known: dict[str, str]) -> dict[str, Any]:
    """List the packages that are deployed, with their licences, as CycloneDX."""
    bill = npm("sbom", "--sbom-format", "cyclonedx", "--sbom-type", "application")
    if "components" not in bill:
        raise UnreachableError(f"npm can't list what is deployed: {reason(bill)}")
    for component in bill["components"]:
        if license_ := known.get(component["name"]):
            component["licenses"] = [{"expression": license_}]
    return bill


def known_holes() -> list[dict[str, Any]]:
    """Ask the registry, by npm, what is known of the packages that are deployed."""
    report = npm("audit")
    if "auditReportVersion" not in report:
        raise UnreachableError(f"The registry can't be asked for known holes: {reason(report)}")
    advisories = {
        advisory["url"]: advisory
        for package in report["vulnerabilities"].values()
        for advisory in package["via"]
        if isinstance(advisory, dict)
    }
    return [
        {
            "id": url.rsplit("/", 1)[-1],
            "aliases": [str(advisory["source"])],
            "package": f"{advisory['name']} {advisory['range']}",
            "title": advisory["title"],
        }
        for url, advisory in advisories.items()
    ]


def npm(*arguments: str) -> dict[str, Any]:
    """What npm answers of the packages that are deployed, or why it does not."""
    command = ["npm", *arguments, "--omit", "dev", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        lines = [line for line in done.stderr.splitlines() if line.startswith("npm error") and "log of this" not in line]
        answer = {"message": (lines or ["npm says nothing"])[0].removeprefix("npm error ")}
    return answer


def reason(answer: dict[str, Any]) -> str:
    said = answer.get("message") or answer.get("error", {}).get("summary") or "npm does not say why"
    return str(said).strip().splitlines()[0].rstrip(".") + "."
