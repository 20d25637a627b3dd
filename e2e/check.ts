import { runChecks } from './runner/checks.ts'

/** `pnpm check`: format, types, lint with the arrows, dead code, generated types. */
const results = await runChecks()
const failed = results.filter((result) => !result.passed)
console.log(`\n${results.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
