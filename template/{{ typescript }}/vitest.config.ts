import { defineConfig } from 'vitest/config';

const shared = { restoreMocks: true, setupFiles: ['tests/setup.ts'], unstubEnvs: true };

export default defineConfig({
  test: {
    coverage: {
      include: ['src/**'],
      reporter: ['text'],
      skipFull: true,
      thresholds: { branches: 95, functions: 95, lines: 95, statements: 95 },
    },
    projects: [
      { test: { ...shared, name: 'unit', include: ['tests/unit/*.test.ts'] } },
      {
        test: {
          ...shared,
          name: 'integration',
          include: ['tests/integration/*.test.ts'],
          globalSetup: ['tests/global-setup.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
