"""Secrets: what is kept of them in a template, which is never a value."""

from typing import Any

from harness.description.keys import key_named
from harness.description.resources import Resource, Resources, fate


def secrets(resources: Resources) -> dict[str, Any]:
    return {it.name: secret(it) for it in resources.of("AWS::SecretsManager::Secret")}


def secret(it: Resource) -> dict[str, Any]:
    return {
        "name": it.take("Name"),
        "description": it.take("Description"),
        "random characters": it.part("GenerateSecretString").take("PasswordLength", 32),
        "encrypted by the key": key_named(it.take("KmsKeyId")),
        **fate(it),
    }
