import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The stories that take longest, longest first. A fresh checkout has no record of earlier runs that would tell. */
const LONGEST = [
  'e2e/stories/chat-at-depth.e2e.ts',
  'e2e/faults/kill-points/files.e2e.ts',
  'e2e/stories/sandbox-page.e2e.ts',
  'e2e/stories/files-in-chat.e2e.ts',
  'e2e/faults/kill-points/sending.e2e.ts',
  'e2e/stories/accessible.e2e.ts',
  'e2e/stories/slack-settings.e2e.ts',
  'e2e/faults/kill-points/receiving.e2e.ts',
]

/** Starts with what takes longest, so that at the end no worker goes on alone for a minute. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(file))
      return at === -1 ? LONGEST.length : at
    }
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}
