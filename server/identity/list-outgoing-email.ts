import { AtriumError } from '@atrium/shared/errors.ts'
import type { OutgoingEmailView } from '@atrium/shared/identity/session-views.ts'
import type { Services } from '../infra/services.ts'

/** The demo's mailbox, where anybody reads everything. @throws not_found outside the demo */
export async function listOutgoingEmail(services: Services): Promise<OutgoingEmailView[]> {
  if (!services.demo) throw new AtriumError('not_found')
  const emails = await services.accounts.outgoingEmail(50)
  return emails.map(({ createdAtMs, ...email }) => ({ ...email, createdAt: createdAtMs }))
}
