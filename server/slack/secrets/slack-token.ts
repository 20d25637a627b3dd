import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { SlackServices } from '../slack-services.ts'
import type { SecretSubject } from '../../infra/secrets/seal.rules.ts'
import type { SecretReader } from '../../infra/secrets/secret-access.rules.ts'

/** Whose token: an installation's bot, or a member by their link. */
export type TokenOwner = { kind: 'installation' | 'link'; id: string }

/** A token that ends sooner is renewed first: a call takes time, and clocks differ. */
const RENEWED_BEFORE_MS = 10 * 60_000

/**
 * The token to call Slack with, renewed when it is about to end. Null: there is none (disconnected, unlinked).
 * @throws SlackCallError when it has ended and Slack does not renew it
 */
export async function slackTokenOf(
  services: SlackServices,
  from: { organizationId: OrganizationId; owner: TokenOwner; reader: SecretReader },
): Promise<string | null> {
  const actor = { kind: 'system', organizationId: from.organizationId, name: from.reader } as const
  const { access } = subjectsOf(from.owner)
  const secret = await inOrganization(services.db, from.organizationId, (tx) => services.secrets.readSecret(tx, actor, access))
  if (!secret) return null
  return isFresh(services, secret) ? secret.value : renewToken(services, actor, from.owner)
}

function isFresh(services: SlackServices, { expiresAtMs }: { expiresAtMs: number | null }): boolean {
  return expiresAtMs === null || expiresAtMs - services.clock.now() > RENEWED_BEFORE_MS
}

/**
 * A refresh token works once, so that nobody else may use it meanwhile and what it yields must be kept before anything
 * else happens: the one place where Slack is called with a row locked. The transaction touches this secret and nothing else.
 * @see https://docs.slack.dev/authentication/using-token-rotation
 */
function renewToken(services: SlackServices, actor: SystemActor, owner: TokenOwner): Promise<string | null> {
  const { access, refresh } = subjectsOf(owner)
  return inOrganization(services.db, actor.organizationId, async (tx) => {
    const old = await services.secrets.readSecretForUpdate(tx, actor, refresh)
    const current = await services.secrets.readSecret(tx, actor, access)
    if (!old || !current || isFresh(services, current)) return current?.value ?? null
    const app = await credentialsOf(tx, services, { actor, owner })
    const answer = await services.slackApi.call(null, (client) =>
      client.oauth.v2.access({ ...app, grant_type: 'refresh_token', refresh_token: old.value }),
    )
    const value = answer.access_token ?? answer.authed_user?.access_token
    const next = answer.refresh_token ?? answer.authed_user?.refresh_token
    const lifeSeconds = answer.expires_in ?? answer.authed_user?.expires_in
    if (!value || !next || !lifeSeconds) throw new Error('Slack renewed a token without saying all of it')
    await services.secrets.writeSecret(tx, actor, { ...refresh, value: next, expiresAtMs: null })
    await services.secrets.writeSecret(tx, actor, { ...access, value, expiresAtMs: services.clock.now() + lifeSeconds * 1000 })
    return value
  })
}

export function subjectsOf(owner: TokenOwner): { access: SecretSubject; refresh: SecretSubject } {
  if (owner.kind === 'installation') {
    const subject = { subjectKind: 'installation', subjectId: owner.id } as const
    return { access: { ...subject, purpose: 'bot_token' }, refresh: { ...subject, purpose: 'bot_refresh_token' } }
  }
  const subject = { subjectKind: 'link', subjectId: owner.id } as const
  return { access: { ...subject, purpose: 'user_token' }, refresh: { ...subject, purpose: 'user_refresh_token' } }
}

async function credentialsOf(
  tx: Tx,
  services: SlackServices,
  { actor, owner }: { actor: SystemActor; owner: TokenOwner },
): Promise<{ client_id: string; client_secret: string }> {
  const installations = tx
    .selectFrom('slack_installation')
    .innerJoin('slack_app', (join) =>
      join
        .onRef('slack_app.id', '=', 'slack_installation.slack_app_id')
        .onRef('slack_app.organization_id', '=', 'slack_installation.organization_id'),
    )
    .select(['slack_app.id', 'slack_app.client_id'])
    .where('slack_installation.organization_id', '=', actor.organizationId)
  const app =
    owner.kind === 'installation'
      ? await installations.where('slack_installation.id', '=', owner.id).executeTakeFirstOrThrow()
      : await installations
          .innerJoin('slack_link', (join) =>
            join
              .onRef('slack_link.installation_id', '=', 'slack_installation.id')
              .onRef('slack_link.organization_id', '=', 'slack_installation.organization_id'),
          )
          .where('slack_link.id', '=', owner.id)
          .executeTakeFirstOrThrow()
  const secret = await services.secrets.readSecret(tx, actor, { subjectKind: 'app', subjectId: app.id, purpose: 'client_secret' })
  if (!secret) throw new Error('the app has no client secret')
  return { client_id: app.client_id, client_secret: secret.value }
}
