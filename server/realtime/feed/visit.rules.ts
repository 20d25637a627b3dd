import { timeOfId, type Id } from '@atrium/shared/ids.ts'

/** What a visitor may not hear of: something was done to a message from before they came. Everything else is told as it is now. */
export function isFromBefore({ kind, entityId }: { kind: string; entityId: string }, sinceMs: number): boolean {
  return sinceMs > 0 && kind === 'chat.messageChanged' && timeOfId(entityId as Id<string>) < sinceMs
}
