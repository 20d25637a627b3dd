import { mkdir, readFile, rm } from 'node:fs/promises'
import { ensureChromium } from './browser/ensure-chromium.ts'
import { runChecks } from './runner/checks.ts'
import { runStep, type StepResult } from './runner/run-step.ts'
import { readResults, RESULTS_FOLDER, type TestOutcome } from './runner/test-results.ts'

/**
 * `pnpm test`: the checks, then every test, the browser included; sets up what it needs by itself.
 * `pnpm test unit pg` runs only those projects. Ends with `N passed, N failed`, counting checks and tests alike.
 *
 * The browser's stories come last and by themselves: beside the others, on two processors, whatever depends on the time fails now and then.
 */
const PROJECTS = ['unit', 'pg', 'e2e'] as const
type Project = (typeof PROJECTS)[number]

const wanted = process.argv.slice(2)
const isWanted = (project: Project) => wanted.length === 0 || wanted.includes(project)

await rm(RESULTS_FOLDER, { recursive: true, force: true })
await mkdir(RESULTS_FOLDER, { recursive: true })
const steps: StepResult[] = []
const outcomes: TestOutcome[] = []
await withoutBrowser()
await withBrowser()

async function withoutBrowser(): Promise<void> {
  if (wanted.length === 0) steps.push(...(await runChecks()))
  if (isWanted('unit')) await runTests('unit')
  if (isWanted('pg')) await runTests('pg')
}

async function withBrowser(): Promise<void> {
  if (!isWanted('e2e')) return
  try {
    console.log(`\n▸ browser: ${await ensureChromium()}`)
  } catch (error) {
    console.error(error)
    steps.push({ name: 'browser', passed: false, seconds: 0 })
    return
  }
  steps.push(await runStep('client build', 'node_modules/.bin/vite', ['build', '--logLevel', 'warn']))
  await runTests('e2e')
}

async function runTests(project: Project): Promise<void> {
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

const failedSteps = steps.filter((step) => !step.passed)
const failedTests = outcomes.filter((outcome) => !outcome.passed)
for (const step of failedSteps) console.log(`✗ ${step.name}`)
for (const test of failedTests) console.log(`✗ ${test.file} › ${test.title}`)
const failed = failedSteps.length + failedTests.length
console.log(`\n${steps.length + outcomes.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
