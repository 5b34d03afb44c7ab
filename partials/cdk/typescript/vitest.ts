      {
        test: {
          name: 'infrastructure',
          include: ['tests/infrastructure/*.test.ts'],
          testTimeout: 60_000,
        },
      },
