import { commitInOrganization } from '../../../realtime/commit.ts'
import type { Arrival } from '../../ingress/read-arrivals.ts'
import { recordEvents } from '../../ingress/record-events.ts'
import { eventOfFinding, type FoundIn } from '../../reconcile/found-event.rules.ts'
import type { SlackServices } from '../../slack-services.ts'
import { saveImport, type WantedImport } from './import.queries.ts'
import { scopeOfImport, type OpenedThread } from './open-thread.ts'
import { ImportRefused, type RawMessage, type ThreadReader } from './read-thread.ts'

const EVENTS_AT_ONCE = 100

/**
 * Takes in all that stands in the thread, however much, page by page and by the way of all events, so that each message is taken once. It was opened
 * before this: what is written meanwhile comes by itself. Goes on where an earlier attempt ended. @throws ImportRefused, SlackCallError
 */
export async function bringThread(
  services: SlackServices,
  { wanted, reader, opened }: { wanted: WantedImport; reader: ThreadReader; opened: OpenedThread },
): Promise<void> {
  const { channelId, organizationId } = wanted
  const foundIn = await placeOf(services, wanted)
  let [readThrough, brought] = [wanted.readThrough ?? opened.rootTs, wanted.brought]
  for (let hasMore = true; hasMore;) {
    const page = await reader.read(channelId, opened.rootTs, readThrough)
    const replies = page.messages.filter(({ ts }) => ts !== opened.rootTs)
    const arrivals = replies.map((raw) => arrivalOf(raw, wanted, { foundIn, nowMs: services.clock.now() }))
    for (let start = 0; start < arrivals.length; start += EVENTS_AT_ONCE)
      await recordEvents(services, organizationId, arrivals.slice(start, start + EVENTS_AT_ONCE))
    readThrough = replies.at(-1)?.ts ?? readThrough
    brought += replies.length
    hasMore = page.hasMore && replies.length > 0
    const progress = { thread_ts: opened.rootTs, read_through: readThrough, brought }
    await commitInOrganization(services, organizationId, (tx) => saveImport(tx, wanted, progress))
  }
}

/** Of this import alone: an event of the same message that came when nobody wanted it was dropped. */
function arrivalOf(raw: RawMessage, { id }: WantedImport, { foundIn, nowMs }: { foundIn: FoundIn; nowMs: number }): Arrival {
  const arrival = eventOfFinding({ kind: 'message', raw }, { foundIn, nowMs })
  const eventId = `import ${id} ${raw.ts}`
  return { ...arrival, eventId, body: { ...(arrival.body as object), event_id: eventId } }
}

async function placeOf(services: SlackServices, wanted: WantedImport): Promise<FoundIn> {
  const scope = await commitInOrganization(services, wanted.organizationId, (tx) => scopeOfImport(tx, wanted, services.clock.now()))
  if (!scope) throw new ImportRefused('not_connected')
  const { apiAppId, teamId, botUserId } = scope
  return { apiAppId, teamId, channelId: wanted.channelId, channelType: 'channel', reader: { slackUserId: botUserId, isBot: true } }
}
