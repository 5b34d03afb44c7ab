CALLER = Caller("arn:aws:iam::123456789012:user/example", "123456789012")


def test_reads_the_caller() -> None:
    assert caller_of(EVENT) == CALLER
