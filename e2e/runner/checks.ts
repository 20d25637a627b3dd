import { runStep, type StepResult } from './run-step.ts'

const bin = (name: string) => `node_modules/.bin/${name}`

/** Everything that reads the code without running it. */
export async function runChecks(): Promise<StepResult[]> {
  return [
    await runStep('types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']),
    await runStep('lint and arrows', bin('oxlint'), ['--type-aware', '-c', 'oxlint.config.ts', '--quiet']),
    await runStep('format', bin('oxfmt'), ['--check', '.']),
    await runStep('dead code', bin('knip'), ['--no-progress']),
    await runStep('generated database types', process.execPath, ['db/generate-types.ts', '--verify']),
  ]
}
