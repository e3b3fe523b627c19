import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    // Property tests take seconds, and several times as long on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
    projects: [
      {
        extends: true,
        test: { name: 'storage', include: ['src/storage/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'rest',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['src/storage/**'],
          // Most have their world passed in, so that a module has no state to share; this takes half the time. Those of
          // the storage share a database.
          isolate: false,
        },
      },
    ],
  },
});
