import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { findConversationByNumber, findConversationsByWords } from '../../inbox/find-conversations.ts'
import { openCase } from '../../inbox/open-case.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import type { ReceivingApp } from '../ingress/app-directory.ts'
import { answerHelp, type EphemeralAnswer, type Reception, type SlackCommand } from '../ingress/interaction.rules.ts'
import { namesOfPeople } from '../mirror/mirror.queries.ts'
import type { SlackServices } from '../slack-services.ts'
import { say } from '../surfaces/elements.rules.ts'
import { linkFirst, linkTo } from '../surfaces/imports/import.rules.ts'
import { importFor } from '../surfaces/imports/make-conversation.ts'
import { mutationOf } from '../surfaces/mutation-of.rules.ts'
import { actingMember } from './acting-member.ts'
import { describeConversation, listConversations, readCommand, type Command } from './command.rules.ts'

const MOST_FOUND = 5

/**
 * Answers `/atrium` for the one who typed it. From our rows alone, well within the three seconds that Slack waits; what Slack has to be
 * asked for is done after that.
 */
export async function runCommand(services: SlackServices, typed: SlackCommand, apps: readonly ReceivingApp[]): Promise<Reception> {
  const command = readCommand(typed.text)
  if (command.kind === 'help') return answered(answerHelp())
  if (command.kind === 'unknown') return answered(answerHelp(`${typed.command} ${command.word}`))
  if (command.kind === 'incomplete') return answered(say(`Say what: \`${typed.command} ${command.usage}\`.`))
  const member = await actingMember(services, { apps, ...typed })
  if (!member) return answered(say(linkFirst(services.publicUrl)))
  if (command.kind !== 'new') return answered(say(await answerFromInbox(services, member, command)))
  if (!command.address) return answered(say(await openCaseFor(services, member, { ...typed, text: command.text })))
  const wanted = { ...typed, member, at: command.address }
  return { answer: null, later: () => importFor(services, wanted) }
}

const answered = (answer: EphemeralAnswer): Reception => ({ answer, later: null })

async function openCaseFor(services: SlackServices, member: MemberActor, { text, triggerId, slackUserId }: SlackCommand): Promise<string> {
  const nowMs = services.clock.now()
  const clientId = mutationOf(['command', slackUserId, triggerId ?? `${nowMs}`])
  try {
    const { conversation, isNew } = await commitInOrganization(services, member.organizationId, (tx) =>
      openCase(tx, member, { clientId, text, place: 'Slack', nowMs }),
    )
    const link = linkTo(services.publicUrl, conversation)
    return isNew
      ? `The conversation ${link} is open. Only the team sees it.`
      : `You have opened the conversation ${link} with these words already.`
  } catch (error) {
    if (error instanceof AtriumError && error.code === 'bad_input') return error.message
    throw error
  }
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
