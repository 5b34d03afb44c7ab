      'AwsSolutions::AwsSolutions-COG4': 'Callers have tokens of another issuer: a function checks them',
