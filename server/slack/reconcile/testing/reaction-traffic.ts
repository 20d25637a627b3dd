import type { TestDatabase } from '@atrium/db/testing/test-database.ts'
import type { SlackScene } from '../../testing/slack-scene.ts'
import { slackNameOfEmoji } from '../../format/emoji-names.ts'

interface ReactionTraffic {
  scene: SlackScene
  /** A direct message of two, with what stands there. */
  place: { channelId: string; people: readonly string[]; timestamps: readonly string[] }
  random: () => number
  /** Who has given what there already. */
  given: Set<string>
}

const NAMES = ['+1', 'tada', 'heart', 'eyes', '+1::skin-tone-4', 'partyparrot']

/** Two people who give reactions and take them back, in Slack. */
export function reactionTraffic({ scene, place, random, given }: ReactionTraffic) {
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? ''
  return {
    async step(): Promise<void> {
      const [user_id, ts, name] = [pick(place.people), pick(place.timestamps), pick(NAMES)]
      const [reaction, key] = [{ user_id, channel_id: place.channelId, ts, name }, `${ts} ${user_id} ${name}`]
      if (given.delete(key)) {
        await scene.control.act.unreact(reaction)
        return
      }
      await scene.control.act.react(reaction)
      given.add(key)
    },
  }
}

/** By message, who has given what: `U… +1`. */
export async function reactionsInSlack(scene: SlackScene, channelId: string): Promise<Record<string, string[]>> {
  const { messages } = await scene.control.state.channel(channelId)
  const reacted = messages.map(({ ts, reactions = [] }): [string, string[]] => [
    ts,
    reactions.flatMap(({ name, users }) => users.map((user) => `${user} ${name}`)).toSorted(),
  ])
  return Object.fromEntries(reacted.filter(([, those]) => those.length > 0))
}

/** The same, as Atrium shows it. */
export async function reactionsInAtrium({ owner }: TestDatabase, channelId: string): Promise<Record<string, string[]>> {
  const rows = await owner.db
    .selectFrom('slack_message as told')
    .innerJoin('message_reaction as given', 'given.message_id', 'told.entity_id')
    .innerJoin('slack_link as link', 'link.member_id', 'given.person_id')
    .select(['told.ts', 'link.slack_user_id', 'given.emoji'])
    .where('told.channel_id', '=', channelId)
    .execute()
  const shown: Record<string, string[]> = {}
  for (const { ts, slack_user_id, emoji } of rows) (shown[ts] ??= []).push(`${slack_user_id} ${slackNameOfEmoji(emoji)}`)
  return Object.fromEntries(Object.entries(shown).map(([ts, those]) => [ts, those.toSorted()]))
}
