import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import { enqueueDelivery } from '../../../infra/deliveries/enqueue-delivery.ts'
import { ephemeralDelivery } from '../../egress/send-ephemeral.ts'
import { SlackCallError } from '../../slack-api.ts'
import type { SlackServices } from '../../slack-services.ts'
import { bringThread } from './bring-thread.ts'
import { deleteImport, saveImport, type WantedImport } from './import.queries.ts'
import { linkTo, REFUSALS } from './import.rules.ts'
import { openThread, type OpenedThread } from './open-thread.ts'
import { createThreadReader, ImportRefused } from './read-thread.ts'

/** Says it to the one who wanted it. False: there is no way to, so it is owed instead. */
export type Tell = (text: string) => Promise<boolean>

const ATTEMPTS_BEFORE_REFUSAL = 12
const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 5 * 60_000

/**
 * Makes the conversation, answers the one who wanted it, and brings the thread. Interrupted, it is gone on with later; what is done
 * already is found and not done again. Never throws.
 */
export async function importThread(services: SlackServices, wanted: WantedImport, tell: Tell): Promise<void> {
  try {
    const reader = await createThreadReader(services, wanted)
    if (!reader) throw new ImportRefused('not_connected')
    const opened = await openThread(services, wanted, reader)
    await answer(services, wanted, { tell, text: words(services, opened) })
    if (opened.isNew || wanted.readThrough !== null) await bringThread(services, { wanted, reader, opened })
    await inOrganization(services.db, wanted.organizationId, (tx) => deleteImport(tx, wanted))
  } catch (error) {
    await settleFailure(services, wanted, { tell, error }).catch((failure: unknown) =>
      services.logger.error({ err: failure, import: wanted.id }, 'a thread that was to become a conversation could not be settled'),
    )
  }
}

function words({ publicUrl }: SlackServices, opened: OpenedThread): string {
  const link = linkTo(publicUrl, opened)
  return opened.isNew
    ? `This thread is the conversation ${link} now. Replies in it go on there.`
    : `This thread is the conversation ${link} already.`
}

async function answer(services: SlackServices, wanted: WantedImport, { tell, text }: { tell: Tell; text: string }): Promise<void> {
  if (wanted.answered) return
  const isTold = await tell(text)
  await inOrganization(services.db, wanted.organizationId, async (tx) => {
    if (!isTold) await oweAnswer(tx, wanted, { text, nowMs: services.clock.now() })
    await saveImport(tx, wanted, { answered: true })
  })
  if (!isTold) services.bus.deliveriesOwed()
}

async function oweAnswer(tx: Tx, wanted: WantedImport, { text, nowMs }: { text: string; nowMs: number }): Promise<void> {
  await enqueueDelivery(tx, ephemeralDelivery({ ...wanted, text, nowMs }))
}

async function settleFailure(
  services: SlackServices,
  wanted: WantedImport,
  { tell, error }: { tell: Tell; error: unknown },
): Promise<void> {
  const isRefused = error instanceof ImportRefused
  const nowMs = services.clock.now()
  if (isRefused || wanted.attempts >= ATTEMPTS_BEFORE_REFUSAL) {
    if (!isRefused) services.logger.error({ err: error, import: wanted.id }, 'a thread did not become a conversation')
    await answer(services, wanted, { tell, text: REFUSALS[isRefused ? error.refusal : 'given_up'] })
    await inOrganization(services.db, wanted.organizationId, (tx) => deleteImport(tx, wanted))
    return
  }
  services.logger.warn({ err: error, import: wanted.id }, 'a thread is to become a conversation later')
  const pauseMs = pauseAfter(error, wanted.attempts)
  // Slack may make us wait as often as it likes.
  const attempts = isLimited(error) ? Math.max(0, wanted.attempts - 1) : wanted.attempts
  await inOrganization(services.db, wanted.organizationId, (tx) => saveImport(tx, wanted, { next_at: new Date(nowMs + pauseMs), attempts }))
}

function isLimited(error: unknown): boolean {
  return error instanceof SlackCallError && error.failure.kind === 'rate_limited'
}

function pauseAfter(error: unknown, attempts: number): number {
  const failure = error instanceof SlackCallError ? error.failure : null
  const asked = failure?.kind === 'rate_limited' ? failure.retryAfterMs : 0
  return Math.max(asked, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempts))
}
