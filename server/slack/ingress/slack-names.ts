import type { Db } from '@atrium/db/connect.ts'
import type { SlackNames } from '../format/slack-entity.ts'
import { findProfiles } from './author.queries.ts'
import type { InstallationScope } from './installation-scope.ts'
import { findChannels, findLinkedMembers } from './place.queries.ts'
import type { SlackContent } from './slack-message.rules.ts'

/** The names of everybody and every channel that a message speaks of. Nothing is asked of Slack: who is unknown stays unnamed. */
export async function namesIn(db: Db, scope: InstallationScope, content: SlackContent): Promise<SlackNames> {
  const { userIds, channelIds } = idsIn(content)
  const members = await findLinkedMembers(db, scope, userIds)
  const profiles = await findProfiles(db, scope, userIds)
  const channels = await findChannels(db, scope, channelIds)
  return {
    personOfSlackUser(userId) {
      const personId = members.get(userId)
      if (personId) return { personId }
      const name = profiles.get(userId)?.name
      return name === undefined ? undefined : { name }
    },
    nameOfChannel: (channelId) => channels.get(channelId)?.name,
  }
}

/** Mentions stand in the text as `<@U…>` and `<#C…>`, in rich text as fields of elements. */
export function idsIn({ text, blocks, attachments }: SlackContent): { userIds: string[]; channelIds: string[] } {
  const everything = text + (blocks || attachments ? JSON.stringify([blocks, attachments]) : '')
  const userIds = new Set<string>()
  const channelIds = new Set<string>()
  for (const [, mark, id = ''] of everything.matchAll(/(<@|<#|"user_id":"|"channel_id":")([A-Z0-9]{3,20})/g)) {
    if (mark === '<@' || mark === '"user_id":"') userIds.add(id)
    else channelIds.add(id)
  }
  return { userIds: [...userIds], channelIds: [...channelIds] }
}
