import { mkdir, readFile, rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { ensureChromium } from './browser/ensure-chromium.ts'
import { runStep, type StepResult } from './runner/run-step.ts'
import { readResults, RESULTS_FOLDER } from './runner/test-results.ts'

/**
 * `pnpm faults [--full | --scale 0.1] [--seed N] [--only name]…`: the fault scenarios, each by itself, at a scale of its own and
 * from one seed, which is printed: the same seed has the same run again. See docs/reliability.md.
 */
const SCENARIOS = {
  'kill-points': { project: 'e2e', file: 'e2e/faults/kill-points/' },
  'presence-kills': { project: 'pg', file: 'e2e/faults/presence-kills.pg.test.ts' },
  'webhook-kills': { project: 'pg', file: 'e2e/faults/webhook-kills.pg.test.ts' },
  'event-storm': { project: 'pg', file: 'e2e/faults/event-storm.pg.test.ts' },
  'dropped-events': { project: 'pg', file: 'e2e/faults/dropped-events.pg.test.ts' },
  'lost-answers': { project: 'pg', file: 'e2e/faults/lost-answers.pg.test.ts' },
  'postgres-killed': { project: 'e2e', file: 'e2e/faults/postgres-killed.e2e.ts' },
  'dead-tokens': { project: 'pg', file: 'e2e/faults/dead-tokens.pg.test.ts' },
  'forged-requests': { project: 'pg', file: 'e2e/faults/forged-requests.pg.test.ts' },
  'generated-content': { project: 'pg', file: 'e2e/faults/generated-content.pg.test.ts' },
  'generated-page': { project: 'e2e', file: 'e2e/faults/generated-page.e2e.ts' },
} as const
type Scenario = keyof typeof SCENARIOS

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: {
    full: { type: 'boolean', default: false },
    scale: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', multiple: true, default: [] },
  },
})
const isScenario = (name: string): name is Scenario => name in SCENARIOS
const unknown = values.only.filter((name) => !isScenario(name))
if (unknown.length > 0) {
  console.error(`No such scenario: ${unknown.join(', ')}. There are ${Object.keys(SCENARIOS).join(', ')}.`)
  process.exit(2)
}

const names = Object.keys(SCENARIOS).filter(isScenario)
const wanted = names.filter((name) => values.only.length === 0 || values.only.includes(name))
const env = { FAULTS_SCALE: values.full ? 'full' : (values.scale ?? 'small'), FAULTS_SEED: values.seed }
console.log(`scale ${env.FAULTS_SCALE}, seed ${env.FAULTS_SEED}: ${wanted.join(', ')}`)

const steps: StepResult[] = []
if (wanted.some((name) => SCENARIOS[name].project === 'e2e')) {
  await ensureChromium()
  steps.push(await runStep('client build', 'node_modules/.bin/vite', ['build', '--logLevel', 'warn']))
}
await mkdir(RESULTS_FOLDER, { recursive: true })
for (const name of wanted) steps.push(await play(name))
const failed = steps.filter((step) => !step.passed)
for (const { name } of failed)
  console.log(`✗ ${name}; again with: pnpm faults --only ${name} --scale ${env.FAULTS_SCALE} --seed ${env.FAULTS_SEED}`)
console.log(`\n${steps.length - failed.length} passed, ${failed.length} failed, seed ${env.FAULTS_SEED}`)
process.exitCode = failed.length === 0 ? 0 : 1

/** Passed is what ran and did not fail: the exit code alone does not tell. */
async function play(name: Scenario): Promise<StepResult> {
  const { project, file } = SCENARIOS[name]
  const told = `${RESULTS_FOLDER}/faults-${name}.json`
  await rm(told, { force: true })
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${told}`, file]
  const step = await runStep(name, 'node_modules/.bin/vitest', args, env)
  const results = await readFile(told, 'utf8').then(
    (text) => readResults(JSON.parse(text), project),
    () => [],
  )
  return { ...step, passed: step.passed && results.length > 0 && results.every((result) => result.passed) }
}
