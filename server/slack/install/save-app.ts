import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type SlackAppId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SlackAppView } from '@atrium/shared/slack/views.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { presentApp } from '../present-slack.ts'
import type { SecretStore } from '../../infra/secrets/secret-store.ts'
import type { AppRow } from './app.queries.ts'
import { addRoute } from './routes.queries.ts'

export interface AppCredentials {
  appId: string
  clientId: string
  clientSecret: string
  /** For HTTP. */
  signingSecret?: string | undefined
  /** For Socket Mode. */
  appToken?: string | undefined
  mode: 'http' | 'socket'
}

/** Keeps the credentials of an app that an admin made in Slack; saying them again replaces them. @throws bad_input */
export async function saveApp(
  tx: Tx,
  secrets: SecretStore,
  { actor, input, from }: { actor: MemberActor; input: AppCredentials; from: { address: string; nowMs: number } },
): Promise<SlackAppView> {
  requireOneMode(input)
  const { organizationId } = actor
  const row = await upsertApp(tx, actor, { input, nowMs: from.nowMs })
  const subject = { subjectKind: 'app', subjectId: row.id } as const
  await secrets.deleteSecrets(tx, actor, subject)
  await secrets.writeSecret(tx, actor, { ...subject, purpose: 'client_secret', value: input.clientSecret, expiresAtMs: null })
  if (input.signingSecret)
    await secrets.writeSecret(tx, actor, { ...subject, purpose: 'signing_secret', value: input.signingSecret, expiresAtMs: null })
  if (input.appToken) await secrets.writeSecret(tx, actor, { ...subject, purpose: 'app_token', value: input.appToken, expiresAtMs: null })
  await addRoute(tx, organizationId, { kind: 'slack_app', key: input.appId })
  await writeAudit(tx, actor, { action: 'slack.appSaved', subject: `Slack app ${input.appId}`, detail: { mode: input.mode }, ...from })
  return presentApp(row)
}

async function upsertApp(tx: Tx, actor: MemberActor, { input, nowMs }: { input: AppCredentials; nowMs: number }): Promise<AppRow> {
  // What was refused was measured by the credentials of before.
  const content = { client_id: input.clientId, mode: input.mode, refused_at: null, refused_because: null }
  return tx
    .insertInto('slack_app')
    .values({
      organization_id: actor.organizationId,
      id: newId<SlackAppId>(nowMs),
      app_id: input.appId,
      ...content,
      created_at: new Date(nowMs),
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'app_id']).doUpdateSet(content))
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Slack sends events one way or the other; two ways configured means that somebody is mistaken about which. */
function requireOneMode({ mode, signingSecret, appToken }: AppCredentials): void {
  if (signingSecret && appToken) {
    throw new AtriumError(
      'bad_input',
      'Both HTTP (signing secret) and Socket Mode (app-level token) are configured. An app uses one of them: leave the other empty.',
    )
  }
  if (mode === 'http' && !signingSecret)
    throw new AtriumError('bad_input', 'HTTP needs the signing secret of the app (Basic Information in Slack).').at('signingSecret')
  if (mode === 'socket' && !appToken)
    throw new AtriumError('bad_input', 'Socket Mode needs an app-level token (xapp-…) with connections:write.').at('appToken')
}
