"""What a security team asks of a service: known holes, licences, and a list of what is deployed.

`make audit`, `make licenses` and `make sbom` run this. Each fails where it can't tell.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dependencies import UnreachableError, bill_of_materials, known_holes

ROOT = Path(__file__).parent.parent
RULES = ROOT / "supply-chain.toml"
SBOM = ROOT / "dist" / "sbom.cdx.json"


def audit(rules: dict[str, Any]) -> Iterator[str]:
    """Name each known hole that no exception covers today."""
    today = datetime.now(UTC).date()
    exceptions = {each["id"]: each for each in checked_exceptions(rules)}
    used = set()
    for hole in known_holes():
        names = exceptions.keys() & {hole["id"], *hole["aliases"]}
        used |= names
        line = f"{hole['package']}: {hole['id']} {hole['title']}".strip()
        until = max((exceptions[name]["until"] for name in names), default=None)
        if until is None:
            yield line
        elif until < today:
            yield f"{line} (its exception ended on {until})"
        else:
            print(f"Excepted until {until}: {line}")
    for name in sorted(exceptions.keys() - used):
        print(f"The exception of {name} is no longer needed: take it out of {RULES.name}.")


def checked_exceptions(rules: dict[str, Any]) -> list[dict[str, Any]]:
    exceptions: list[dict[str, Any]] = rules.get("audit", {}).get("exceptions", [])
    for each in exceptions:
        complete = each.get("id") and str(each.get("reason", "")).strip() and type(each.get("until")) is date
        if not complete:
            sys.exit(f"{RULES.name}: an exception needs an id, a reason and a date like until = 2030-01-31: {each}")
    return exceptions


def licenses(rules: dict[str, Any]) -> Iterator[str]:
    """Name each package whose licence is not allowed, or not known."""
    allowed, known = set(rules["licenses"]["allowed"]), rules["licenses"].get("known", {})
    components = bill_of_materials(known)["components"]
    for component in components:
        license_ = stated(component)
        if not is_allowed(license_, allowed):
            yield f"{component['name']} {component['version']}: {license_ or 'no licence is stated'}"
    print(f"{len(components)} packages are deployed.")


def stated(component: dict[str, Any]) -> str:
    """What a component of the list says of its licence, as an SPDX expression where it is one."""
    parts = [
        each.get("expression") or each["license"].get("id") or each["license"].get("name", "")
        for each in component.get("licenses", [])
    ]
    return " AND ".join(parts)


def is_allowed(expression: str, allowed: set[str]) -> bool:
    """Whether an SPDX expression can be satisfied by licences that are allowed."""
    if expression in allowed:
        return True
    inner = expression
    while (simpler := re.sub(r"\(([^()]*)\)", lambda group: verdict(group[1], allowed), inner)) != inner:
        inner = simpler
    return verdict(inner, allowed) == "+"


def verdict(flat: str, allowed: set[str]) -> str:
    """The sign + or -, which an expression without brackets may have in it already."""
    choices = [[part.strip() for part in choice.split(" AND ")] for choice in flat.split(" OR ")]
    return "+" if any(all(part in {*allowed, "+"} for part in choice) for choice in choices) else "-"


def sbom(rules: dict[str, Any]) -> Iterator[str]:
    """Write the list of what is deployed, with its licences, as CycloneDX."""
    bill = bill_of_materials(rules["licenses"].get("known", {}))
    SBOM.parent.mkdir(exist_ok=True)
    SBOM.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    print(f"{SBOM.relative_to(ROOT)}: {len(bill['components'])} packages.")
    yield from ()


CHECKS = {
    "audit": (audit, f"Known holes. Raise the version, or except one in {RULES.name} for a while:"),
    "licenses": (licenses, f"Licences that {RULES.name} does not allow:"),
    "sbom": (sbom, ""),
}


def main() -> None:
    check, heading = CHECKS[sys.argv[1]]
    try:
        found = list(check(tomllib.loads(RULES.read_text(encoding="utf-8"))))
    except UnreachableError as error:
        sys.exit(f"{error} Nothing is known, so this fails.")
    except tomllib.TOMLDecodeError as error:
        sys.exit(f"{RULES.name}: {error}")
    if found:
        sys.exit("\n  ".join([heading, *found]))


if __name__ == "__main__":
    main()
