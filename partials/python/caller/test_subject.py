CLAIMS = EVENT["requestContext"]{{ auth_facts.caller }}
CALLER = Caller(CLAIMS["sub"], CLAIMS["client_id"], frozenset(CLAIMS["scope"].split()))


def test_reads_the_caller() -> None:
    assert caller_of(EVENT) == CALLER
    assert len(CALLER.scopes) == 2


@pytest.mark.parametrize(
    ("claims", "caller"),
    [
        ({"sub": "a", "azp": "b", "scp": "[c d]"}, Caller("a", "b", frozenset({"c", "d"}))),
        ({"sub": "a", "client_id": "b", "azp": "c", "scope": "d"}, Caller("a", "b", frozenset({"d"}))),
        ({"sub": "a"}, Caller("a", "", frozenset())),
    ],
)
def test_reads_what_issuers_call_differently(
    claims: dict[str, str], caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in CLAIMS.keys() - claims.keys():
        monkeypatch.delitem(CLAIMS, name)
    for name, value in claims.items():
        monkeypatch.setitem(CLAIMS, name, value)
    assert caller_of(EVENT) == caller
