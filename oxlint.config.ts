import { defineConfig } from 'oxlint'

/**
 * Which room may import which: the one table of the house. An arrow that is not here does not pass the lint.
 * A room is a folder; the key may import from itself and from the rooms listed.
 */
export const ARROWS: Record<string, string[]> = {
  shared: [],
  db: ['shared'],
  'server/infra': ['shared', 'db'],
  'server/realtime': ['shared', 'db', 'server/infra'],
  'server/identity': ['shared', 'db', 'server/infra', 'server/realtime'],
  'server/space': ['shared', 'db', 'server/infra', 'server/realtime', 'server/identity'],
  'server/chat': ['shared', 'db', 'server/infra', 'server/realtime', 'server/identity'],
  'server/inbox': ['shared', 'db', 'server/infra', 'server/realtime', 'server/identity'],
  'server/integrations': ['shared', 'db', 'server/infra', 'server/realtime', 'server/identity', 'server/inbox'],
  'server/slack': ['shared', 'db', 'server/infra', 'server/realtime', 'server/identity', 'server/space', 'server/chat', 'server/inbox'],
  'server/app': [
    'shared',
    'db',
    'server/infra',
    'server/realtime',
    'server/identity',
    'server/space',
    'server/chat',
    'server/inbox',
    'server/integrations',
    'server/slack',
  ],
  // The launcher of the demo: what `pnpm start` composes around the server.
  'server/start': [
    'shared',
    'db',
    'server/infra',
    'server/realtime',
    'server/identity',
    'server/space',
    'server/chat',
    'server/inbox',
    'server/integrations',
    'server/slack',
    'server/app',
    'sandbox',
  ],
  client: ['shared'],
  sandbox: [],
  e2e: ['shared', 'db', 'sandbox'],
}

/** Matches an import of a room, seen from another: by package name, or by a relative path that climbs out. */
function importOf(room: string, from: string): string {
  const [place = '', inner] = room.split('/')
  if (inner && from.startsWith(`${place}/`)) return `^(@atrium/${place}/|(\\.\\./)+)${inner}/`
  return `^(@atrium/|(\\.\\./)+)${room}/`
}

const rooms = Object.keys(ARROWS)
const arrows = rooms.map((room) => {
  const forbidden = rooms.filter((other) => other !== room && !ARROWS[room]?.includes(other))
  const patterns = forbidden.map((other) => ({
    regex: importOf(other, room),
    // The client knows the router's types and nothing of how it works.
    allowTypeImports: room === 'client' && other === 'server/app',
    message: `${room} may not import ${other}: see ARROWS in oxlint.config.ts.`,
  }))
  return { files: [`${room}/**/*.ts`, `${room}/**/*.tsx`], rules: { 'typescript/no-restricted-imports': ['error', { patterns }] } }
})

/** Tests arrange with whatever they need: the sandbox as Slack, the composed server. */
const tests = {
  files: ['**/*.test.ts', '**/testing/**', 'e2e/**'],
  rules: {
    'typescript/no-restricted-imports': 'off',
    'max-lines': ['error', { max: 600, skipBlankLines: false }],
    'max-lines-per-function': 'off',
  },
}

/** Components: markup is long, and Solid assigns `ref` variables itself. */
const components = { files: ['client/**/*.tsx'], rules: { 'max-lines-per-function': ['error', { max: 120 }], 'no-unassigned-vars': 'off' } }

/** A migration is one long statement. */
const migrations = { files: ['db/migrations/*.ts'], rules: { 'max-lines-per-function': 'off' } }

// A default export because the linter demands one.
export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise'],
  categories: { correctness: 'error' },
  ignorePatterns: ['**/dist/**', '**/node_modules/**', 'db/schema.generated.ts', 'e2e/bench/peers/**'],
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: false }],
    'typescript/await-thenable': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    'max-lines': ['error', { max: 400, skipBlankLines: false }],
    'max-params': ['error', { max: 4 }],
    'max-lines-per-function': ['error', { max: 80 }],
    'no-console': 'off',
    // Both cry over values that were checked a line before.
    'typescript/no-base-to-string': 'off',
    'typescript/unbound-method': 'off',
    // Spreads are how long literals are kept on few lines here.
    'unicorn/no-useless-spread': 'off',
    eqeqeq: 'error',
    'no-var': 'error',
    'prefer-const': 'error',
  },
  overrides: [...arrows, components, tests, migrations] as never,
})
