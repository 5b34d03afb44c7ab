                "AwsSolutions::AwsSolutions-COG4": "Callers are AWS identities, and sign their requests",
