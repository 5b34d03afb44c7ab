"""Events: a function hears of what it is for, and of nothing else."""

from infrastructure import ByType, logical_id


def test_rules_name_what_they_listen_to(by_type: ByType) -> None:
    # A rule without a source hears everything on the bus, and is paid for it.
    for name, rule in by_type["AWS::Events::Rule"].items():
        assert rule["EventPattern"]["source"], name
        assert rule["EventPattern"]["detail-type"], name


def test_only_its_rule_may_invoke_a_function(by_type: ByType) -> None:
    for name, permission in by_type["AWS::Lambda::Permission"].items():
        if permission["Principal"] == "events.amazonaws.com":
            rule = by_type["AWS::Events::Rule"][logical_id(permission["SourceArn"])]
            called = [logical_id(target["Arn"]) for target in rule["Targets"]]
            assert called == [logical_id(permission["FunctionName"])], name
