import { z } from 'zod'
import { emojiOfSlackName } from '../format/emoji-names.ts'
import { reactionName } from '../ingress/slack-event.rules.ts'
import { isLaterTs } from '../ingress/slack-ts.rules.ts'
import type { FoundReaction, RawMessage } from './compare.rules.ts'

/** Who of a mention chat's two is linked, and which reactions of theirs Slack has told us of. */
export interface KnownReactions {
  userIds: readonly string[]
  standing: readonly { ts: string; userId: string; name: string }[]
}

/** `users` may name fewer than `count`. */
interface ShownReaction {
  name: string
  users: string[]
  count: number
}

const shownSchema = z.object({ name: reactionName, users: z.array(z.string()), count: z.number() })

/**
 * Where the reactions that a page shows are not those that Slack has told of. Whoever is not among the named users of a reaction has
 * taken theirs back only when all of its users are named.
 */
export function compareReactions(
  messages: readonly RawMessage[],
  known: KnownReactions,
  { sinceTs, seenTs }: { sinceTs: string; seenTs: string },
): FoundReaction[] {
  return messages.filter(({ ts }) => isLaterTs(ts, sinceTs)).flatMap((raw) => differences(raw, known, seenTs))
}

function differences(raw: RawMessage, known: KnownReactions, seenTs: string): FoundReaction[] {
  const { ts } = raw
  const shown = shownReactions(raw)
  const standing = known.standing.filter((one) => one.ts === ts)
  const isTold = (userId: string, name: string) => standing.some((one) => one.userId === userId && one.name === name)
  const given = shown.flatMap(({ name, users }) =>
    users.filter((userId) => known.userIds.includes(userId) && !isTold(userId, name)).map((userId) => ({ userId, name, present: true })),
  )
  const gone = standing.filter(({ userId, name }) => known.userIds.includes(userId) && isGone({ userId, name }, shown))
  return [...gone.map(({ userId, name }) => ({ userId, name, present: false })), ...given].map((one) => ({
    ...{ kind: 'reaction' as const, ts, seenTs },
    ...one,
  }))
}

/** An emoji may be shown by another of its names. */
function isGone({ userId, name }: { userId: string; name: string }, shown: readonly ShownReaction[]): boolean {
  const same = shown.filter((one) => emojiOfSlackName(one.name) === emojiOfSlackName(name))
  return same.every(({ users, count }) => !users.includes(userId) && users.length >= count)
}

function shownReactions({ reactions }: RawMessage): ShownReaction[] {
  if (!Array.isArray(reactions)) return []
  return reactions.flatMap((one) => shownSchema.safeParse(one).data ?? [])
}
