import { relative } from 'node:path'
import { z } from 'zod'

/** Where the last run left what it saw; `pnpm rules` reads it. */
export const RESULTS_FOLDER = 'test-results'

export interface TestOutcome {
  project: string
  file: string
  title: string
  passed: boolean
}

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

/** Vitest's JSON report as a flat list; a file that did not load counts as one failed test. */
export function readResults(json: unknown, project: string): TestOutcome[] {
  return report.parse(json).testResults.flatMap((file): TestOutcome[] => {
    const path = relative(process.cwd(), file.name)
    if (file.assertionResults.length === 0 && file.status === 'failed') {
      return [{ project, file: path, title: `did not load: ${file.message ?? 'no reason given'}`, passed: false }]
    }
    return file.assertionResults.map((test) => ({ project, file: path, title: test.fullName.trim(), passed: test.status === 'passed' }))
  })
}
