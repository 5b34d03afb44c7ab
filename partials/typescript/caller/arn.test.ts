const CALLER = { arn: 'arn:aws:iam::123456789012:user/example', account: '123456789012' };

test('reads the caller', () => {
  expect(callerOf(EVENT.requestContext{{ auth_facts.caller }})).toEqual(CALLER);
});
