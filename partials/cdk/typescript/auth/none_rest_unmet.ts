      'AwsSolutions::AwsSolutions-COG4': PUBLIC,
