import { createHash } from 'node:crypto'
import { parseId, type ClientMutationId } from '@atrium/shared/ids.ts'

/** One mutation for one thing done in Slack: what is delivered twice is done once. @param parts name it among all that a person does */
export function mutationOf(parts: readonly string[]): ClientMutationId {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return parseId(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`)
}
