"""What `make local` deploys: template.yaml after SAM's transform, with what samconfig.toml says of an environment."""

import logging
import os
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from local.problem import ServiceError
from local.stack import Stack

ROOT = Path(__file__).parent.parent
BUILT = "dist/"


def place(environment: str) -> tuple[str, str]:
    """The name and the region of an environment's stack."""
    settings = _settings(environment)
    # A stack beside the environment's own, with its settings.
    suffix = os.environ.get("SUFFIX", "")
    return "-".join(filter(None, [settings["stack_name"], suffix])), settings["region"]


def setting(environment: str, name: str) -> str:
    """What an environment has for a parameter of template.yaml."""
    return _parameters(environment)[name]


def describe(environment: str, built: Path) -> Stack:
    """The stack of an environment, with packages of the folder `built` instead of dist/. Raises ServiceError."""
    # They take a second to load, which `make send` has no need of.
    from samtranslator.model.exceptions import InvalidDocumentException  # type: ignore[import-untyped]  # noqa: PLC0415
    from samtranslator.translator.transform import transform  # type: ignore[import-untyped]  # noqa: PLC0415

    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    template = read(ROOT / "template.yaml")
    files = {}
    for resource in template["Resources"].values():
        uri = resource.get("Properties", {}).get("CodeUri")
        if isinstance(uri, str) and not uri.startswith("s3:"):
            files[uri] = built / uri.removeprefix(BUILT) if uri.startswith(BUILT) else ROOT / uri
            resource["Properties"]["CodeUri"] = f"s3://local/{uri}"
    missing = [uri for uri, path in files.items() if not path.exists()]
    if missing:
        raise ServiceError(f"There is no {missing[0]}, which template.yaml names as CodeUri.")
    name, region = place(environment)
    os.environ["AWS_DEFAULT_REGION"] = region
    try:
        # It would ask IAM for AWS's managed policies, of which no function names one.
        transformed = dict(transform(template, {}, SimpleNamespace(load=dict)))
    except InvalidDocumentException as error:
        causes = "; ".join(each.message for each in error.causes)
        raise ServiceError(f"template.yaml can't be deployed: {causes}") from error
    return Stack(
        name=name,
        region=region,
        template=transformed,
        parameters=_parameters(environment),
        files=files,
    )


def read(template: Path) -> dict[str, Any]:
    """A template as it is before SAM's transform. Raises ServiceError."""
    from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]  # noqa: PLC0415
    from yaml import YAMLError  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        return dict(yaml_parse(template.read_text(encoding="utf-8")))
    except YAMLError as error:
        raise ServiceError(f"{template.name} is no YAML: {' '.join(str(error).split())}") from error


def _parameters(environment: str) -> dict[str, str]:
    return dict(each.split("=", 1) for each in _settings(environment)["parameter_overrides"])


def _settings(environment: str) -> dict[str, Any]:
    config = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
    return dict(config[environment]["global"]["parameters"])
