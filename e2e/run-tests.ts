import { mkdir, readFile, rm } from 'node:fs/promises'
import { ensureChromium } from './browser/ensure-chromium.ts'
import { runChecks } from './runner/checks.ts'
import { runStep, type StepResult } from './runner/run-step.ts'
import { readResults, RESULTS_FOLDER, type TestOutcome } from './runner/test-results.ts'

/**
 * `pnpm test`: the checks, then every test, the browser included; sets up what it needs by itself.
 * `pnpm test unit pg` runs only those projects. Ends with `N passed, N failed`, counting checks and tests alike.
 */
const wanted = process.argv.slice(2)
const PROJECTS = ['unit', 'pg', 'e2e'] as const

await rm(RESULTS_FOLDER, { recursive: true, force: true })
await mkdir(RESULTS_FOLDER, { recursive: true })
const steps: StepResult[] = wanted.length === 0 ? await runChecks() : []
const outcomes: TestOutcome[] = []

for (const project of PROJECTS) {
  if (wanted.length > 0 && !wanted.includes(project)) continue
  if (project === 'e2e') await prepareBrowser()
  const file = `${RESULTS_FOLDER}/${project}.json`
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const step = await runStep(`${project} tests`, 'node_modules/.bin/vitest', args)
  const results = await readFile(file, 'utf8').then(
    (text) => readResults(JSON.parse(text), project),
    () => [],
  )
  outcomes.push(...results)
  // A run that broke outside of any test (a set-up, an unhandled rejection, no test at all) is a failure too.
  const broke = results.length === 0 || (!step.passed && results.every((result) => result.passed))
  if (broke) steps.push({ ...step, passed: false })
}

async function prepareBrowser(): Promise<void> {
  console.log(`\n▸ browser: ${await ensureChromium()}`)
  steps.push(await runStep('client build', 'node_modules/.bin/vite', ['build', '--logLevel', 'warn']))
}

const failedSteps = steps.filter((step) => !step.passed)
const failedTests = outcomes.filter((outcome) => !outcome.passed)
for (const step of failedSteps) console.log(`✗ ${step.name}`)
for (const test of failedTests) console.log(`✗ ${test.file} › ${test.title}`)
const failed = failedSteps.length + failedTests.length
console.log(`\n${steps.length + outcomes.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
