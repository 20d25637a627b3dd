import { mayActFromSlack } from '../access/may-act-from-slack.ts'
import { runCommand } from '../commands/run-command.ts'
import type { SlackServices } from '../slack-services.ts'
import { submitForm, runAction } from '../surfaces/run-action.ts'
import type { ReceivingApp } from './app-directory.ts'
import { answerRefused, type Interaction, type Reception } from './interaction.rules.ts'

/**
 * What somebody does in Slack, through one of our apps. Who is not on the workspace's list gets a refusal and nothing else (SL9).
 * Slack waits three seconds: a command and a form are answered at once, whatever is pressed is acknowledged first.
 */
export async function receiveInteraction(
  services: SlackServices,
  interaction: Interaction,
  apps: readonly ReceivingApp[],
): Promise<Reception> {
  if (interaction.kind === 'command') {
    const allowed = await mayActFromSlack(services, { apps, ...interaction })
    return allowed ? runCommand(services, interaction, apps) : { answer: answerRefused(), later: null }
  }
  const acted = { action: interaction, apps }
  if (interaction.type === 'view_submission') return { answer: await submitForm(services, acted), later: null }
  if (interaction.type === 'view_closed') return { answer: null, later: null }
  return { answer: null, later: () => runAction(services, acted) }
}
