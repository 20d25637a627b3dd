import { glob, readFile } from 'node:fs/promises'
import { readResults, RESULTS_FOLDER, type TestOutcome } from './runner/test-results.ts'
import { proveRules, statedRules } from './runner/prove-rules.ts'

/** `pnpm rules [--json]`: which rules of the features' SPEC.md are proven by passing tests of the last `pnpm test`, and which are not. */
const specs: { file: string; text: string }[] = []
for await (const file of glob(['server/*/SPEC.md', 'client/SPEC.md', 'sandbox/SPEC.md', 'e2e/SPEC.md', 'db/SPEC.md'])) {
  specs.push({ file, text: await readFile(file, 'utf8') })
}
const outcomes: TestOutcome[] = []
for await (const file of glob(`${RESULTS_FOLDER}/{unit,pg,e2e}.json`)) {
  const project = /(\w+)\.json$/.exec(file)?.[1] ?? ''
  outcomes.push(...readResults(JSON.parse(await readFile(file, 'utf8')), project))
}
const rules = proveRules(statedRules(specs), outcomes)

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ rules: rules.map(({ id, tests }) => ({ id, tests })) }, null, 2))
} else {
  if (outcomes.length === 0) console.log('No results of a test run: run `pnpm test` first.\n')
  for (const rule of rules) {
    console.log(
      `${rule.tests.length > 0 ? '✓' : '✗'} ${rule.id.padEnd(5)} ${String(rule.tests.length).padStart(3)} tests  ${rule.specs.join(', ')}`,
    )
    for (const failure of rule.failing) console.log(`        failing: ${failure.file} › ${failure.title}`)
  }
  const proven = rules.filter((rule) => rule.tests.length > 0 && rule.failing.length === 0).length
  console.log(`\n${proven} of ${rules.length} stated rules proven by the last run`)
}
