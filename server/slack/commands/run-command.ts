import { inOrganization } from '@atrium/db/transaction.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { findConversationByNumber, findConversationsByWords } from '../../inbox/find-conversations.ts'
import type { ReceivingApp } from '../ingress/app-directory.ts'
import { answerHelp, type EphemeralAnswer, type SlackCommand } from '../ingress/interaction.rules.ts'
import { namesOfPeople } from '../mirror/mirror.queries.ts'
import type { SlackServices } from '../slack-services.ts'
import { actingMember } from './acting-member.ts'
import { describeConversation, listConversations, readCommand, type Command } from './command.rules.ts'

const MOST_FOUND = 5

/** Answers `/atrium` for the one who typed it: from our rows alone, well within the three seconds that Slack waits. */
export async function runCommand(services: SlackServices, typed: SlackCommand, apps: readonly ReceivingApp[]): Promise<EphemeralAnswer> {
  const command = readCommand(typed.text)
  if (command.kind === 'help') return answerHelp()
  if (command.kind === 'unknown') return answerHelp(`${typed.command} ${command.word}`)
  if (command.kind === 'incomplete') return say(`Say what: \`${typed.command} ${command.usage}\`.`)
  const member = await actingMember(services, { apps, ...typed })
  if (!member) return say(`This is for people who work the inbox. Link your Slack account first: ${services.publicUrl}/settings/personal`)
  return say(await answerFromInbox(services, member, command))
}

function answerFromInbox(
  services: SlackServices,
  member: MemberActor,
  command: Extract<Command, { kind: 'status' | 'search' }>,
): Promise<string> {
  const { publicUrl } = services
  return inOrganization(services.db, member.organizationId, async (tx) => {
    if (command.kind === 'search') {
      const { words } = command
      return listConversations(await findConversationsByWords(tx, member, { words, limit: MOST_FOUND }), { publicUrl, words })
    }
    const found = await findConversationByNumber(tx, member, command.number)
    if (!found) return `There is no conversation #${command.number}.`
    const { assigneeId } = found
    const names = await namesOfPeople(tx, member.organizationId, assigneeId === null ? [] : [assigneeId])
    return describeConversation(found, { publicUrl, assigneeName: assigneeId === null ? null : (names.get(assigneeId) ?? 'somebody') })
  })
}

function say(text: string): EphemeralAnswer {
  return { response_type: 'ephemeral', text }
}
