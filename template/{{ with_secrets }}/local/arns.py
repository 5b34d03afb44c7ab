"""What names a secret names its ARN at AWS, and its name in the emulator: a template that asks for the ARN in both."""

from typing import Any


def with_arns_of_secrets(resources: dict[str, Any]) -> dict[str, Any]:
    """The same resources, with what else a secret tells of itself instead of each reference to one."""
    secrets = {name for name, each in resources.items() if each["Type"] == "AWS::SecretsManager::Secret"}

    def told(value: Any) -> Any:
        match value:
            case {"Ref": str(name)} if name in secrets:
                return {"Fn::GetAtt": [name, "Id"]}
            case dict():
                return {key: told(each) for key, each in value.items()}
            case list():
                return [told(each) for each in value]
        return value

    return {name: told(each) for name, each in resources.items()}
