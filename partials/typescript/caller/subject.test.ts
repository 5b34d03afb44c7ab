const CLAIMS = EVENT.requestContext{{ auth_facts.caller }};
const CALLER = { subject: CLAIMS.sub, client: CLAIMS.client_id, scopes: new Set(CLAIMS.scope.split(' ')) };

test('reads the caller', () => {
  expect(callerOf(CLAIMS)).toEqual(CALLER);
  expect(CALLER.scopes.size).toBe(2);
});

test.each([
  [
    { sub: 'a', azp: 'b', scp: '[c d]' },
    { subject: 'a', client: 'b', scopes: new Set(['c', 'd']) },
  ],
  [
    { sub: 'a', client_id: 'b', azp: 'c', scope: 'd' },
    { subject: 'a', client: 'b', scopes: new Set(['d']) },
  ],
  [{ sub: 'a' }, { subject: 'a', client: '', scopes: new Set() }],
])('reads what issuers call differently: %o', (claims, caller) => {
  expect(callerOf(claims)).toEqual(caller);
});
