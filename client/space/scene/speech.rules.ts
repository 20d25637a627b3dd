import type { ChannelView, MessageView } from '@atrium/shared/chat/views.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'

const SHORTEST_MS = 3_500
const LONGEST_MS = 9_000
const MS_PER_CHARACTER = 55
export const FADE_MS = 180

/** How long a text stands above somebody's head: as long as one reads it. */
export function speechMs(text: string): number {
  return Math.min(LONGEST_MS, SHORTEST_MS + text.length * MS_PER_CHARACTER)
}

/** How visible it is, from 0 to 1: it comes and goes softly. Null when it is over. */
export function shownAt({ fromMs, untilMs }: { fromMs: number; untilMs: number }, nowMs: number): number | null {
  if (nowMs >= untilMs + FADE_MS) return null
  const comes = (nowMs - fromMs) / FADE_MS
  const goes = (untilMs + FADE_MS - nowMs) / FADE_MS
  return Math.max(0, Math.min(1, comes, goes))
}

/** Whether it is said aloud in the space: new, and in its chat or one of its rooms'. What two people write to each other never is. */
export function isSpoken(
  message: Pick<MessageView, 'rev' | 'deletedAt'>,
  channel: ChannelView | undefined,
  spaceId: SpaceId | null,
): boolean {
  if (message.rev !== 1 || message.deletedAt !== null) return false
  return channel !== undefined && channel.kind !== 'mention' && channel.spaceId === spaceId
}
