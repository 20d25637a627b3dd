import { AtriumError } from '@atrium/shared/errors.ts'
import { isAdministrator, type Actor } from '@atrium/shared/identity/actor.ts'

/** The parts of the server that work with credentials by themselves. A name that is not here opens nothing. */
export const SECRET_READERS = [
  'slack-install',
  'slack-link',
  'slack-ingress',
  'slack-socket',
  'slack-egress',
  'slack-mirror',
  'slack-profiles',
  'slack-channels',
  'slack-status',
  'slack-reconcile',
  'slack-files',
  'slack-surfaces',
  'webhooks',
  'linear',
  'rotate-secrets',
] as const
export type SecretReader = (typeof SECRET_READERS)[number]

/** @throws AtriumError not_allowed */
export function requireSecretAccess(actor: Actor): void {
  const named = actor.kind === 'system' && SECRET_READERS.some((name) => name === actor.name)
  if (!named && !isAdministrator(actor)) throw new AtriumError('not_allowed')
}
