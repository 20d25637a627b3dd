import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import { configDefaults, defineConfig } from 'vitest/config'
import solid from 'vite-plugin-solid'
import { LongestFirst } from './e2e/runner/longest-first.ts'

const globalSetup = join(import.meta.dirname, 'db/testing/global-setup.ts')
const setupFiles = [join(import.meta.dirname, 'shared/testing/property-seed.ts')]

/** On a busy machine everything may take several times as long. */
const PATIENT = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } }

/** The one configuration of both the client's build and the three test projects (a default export because Vite demands one). */
export default defineConfig({
  root: process.env.VITEST ? import.meta.dirname : 'client',
  // Tests run no components: the browser does, in e2e.
  plugins: process.env.VITEST ? [] : [solid(), tailwindcss()],
  // Already compiled: through the package's own entry the build would compile two thousand icons to keep thirty.
  resolve: { alias: { 'lucide-solid': `${import.meta.dirname}/client/node_modules/lucide-solid/dist/esm/lucide-solid.mjs` } },
  build: {
    ...{ outDir: 'dist', emptyOutDir: true, target: 'es2024', manifest: true },
    // The first page carries the names of what every other page begins with: without words in them they are a third shorter. The manifest has those.
    rolldownOptions: { output: { chunkFileNames: 'assets/[hash].js' } },
  },
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false,
          setupFiles,
          // Vitest would leave one of two processors to itself.
          maxWorkers: 2,
          ...PATIENT,
          environment: 'node',
          include: ['{shared,db,server,client,sandbox,e2e}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, '**/*.pg.test.ts'],
        },
      },
      {
        test: {
          name: 'pg',
          // The server's modules are loaded once for each worker; what they keep hangs on a database of the file's own.
          isolate: false,
          environment: 'node',
          include: ['{db,server,e2e}/**/*.pg.test.ts'],
          globalSetup: [globalSetup],
          setupFiles,
          // They wait as much as they compute.
          maxWorkers: 3,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'e2e',
          isolate: false,
          environment: 'node',
          include: ['e2e/**/*.e2e.ts'],
          globalSetup: [globalSetup],
          // Each story has a server, a sandbox and browsers of its own: on a small machine three at a time take longer than two.
          maxWorkers: 2,
          ...PATIENT,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
