import type { Random } from '../random.ts'

/** A message as it has to be in the end, whichever way and in whichever order its events came. */
export interface ModelMessage {
  channelId: string
  ts: string
  /** The root's; its own at a root. Null in a direct message, where nothing opens a conversation. */
  threadTs: string | null
  text: string
  deleted: boolean
}
export interface StormEvent {
  event: { type: string } & Record<string, unknown>
  /** On whose behalf Slack sends it: our bot's, or the one of a person for their direct messages. */
  authorizedUserId: string | null
}
/** Where people write. */
export type StormPlace = { kind: 'channel'; channelId: string; authors: readonly string[] } | StormDirect
interface StormDirect {
  kind: 'direct'
  channelId: string
  /** The two. */
  authors: readonly [string, string]
}

/**
 * Slack as a simple model: people write, answer, edit and delete at random, and what stands in the end is known. The
 * events are in the order in which they happened.
 */
export function aBusySlack(of: { places: readonly StormPlace[]; count: number; startsAtSeconds: number }, random: Random) {
  const { places, count, startsAtSeconds } = of
  const events: StormEvent[] = []
  const messages: ModelMessage[] = []
  const written: { place: StormPlace; raw: StormEvent['event']; message: ModelMessage }[] = []
  const rootsOf = new Map<string, ModelMessage[]>(places.map(({ channelId }) => [channelId, []]))
  const ts = () => `${startsAtSeconds + Math.floor(events.length / 1_000)}.${String((events.length % 1_000) * 1_000 + 1).padStart(6, '0')}`
  const send = (place: StormPlace, event: StormEvent['event']) => {
    const authorizedUserId = place.kind === 'direct' ? random.pick(place.authors) : null
    events.push({ event, authorizedUserId })
  }

  function write(place: StormPlace): void {
    const roots = rootsOf.get(place.channelId) ?? []
    const root = place.kind === 'channel' && roots.length > 0 && random.chance(0.7) ? random.pick(roots.slice(-8)) : null
    const at = ts()
    const threadTs = place.kind === 'direct' ? null : (root?.ts ?? at)
    const text = `message ${events.length}`
    const message = { channelId: place.channelId, ts: at, threadTs, text, deleted: false }
    const raw = {
      ...{ type: 'message', channel: place.channelId, channel_type: place.kind === 'direct' ? 'im' : 'channel' },
      ...{ user: random.pick(place.authors), text, ts: at, client_msg_id: crypto.randomUUID() },
      ...(root ? { thread_ts: root.ts } : {}),
    }
    messages.push(message)
    if (threadTs === at) roots.push(message)
    written.push({ place, raw, message })
    send(place, raw)
  }

  function edit({ place, raw, message }: (typeof written)[number]): void {
    const at = ts()
    message.text = `message ${events.length}, edited`
    const edited = { ...raw, text: message.text, edited: { user: String(raw.user), ts: at } }
    const { channel, channel_type } = raw
    send(place, { type: 'message', subtype: 'message_changed', channel, channel_type, ts: at, message: edited, previous_message: raw })
  }

  /** A link's preview has been added: nothing that anybody wrote. */
  function unfurl({ place, raw }: (typeof written)[number]): void {
    const { channel, channel_type } = raw
    const message = { ...raw, attachments: [{ text: 'a preview', fallback: 'a preview' }] }
    send(place, { type: 'message', subtype: 'message_changed', channel, channel_type, ts: ts(), message })
  }

  function remove({ place, raw, message }: (typeof written)[number]): void {
    const { channel, channel_type } = raw
    message.deleted = true
    send(place, {
      ...{ type: 'message', subtype: 'message_deleted', channel, channel_type, ts: ts(), deleted_ts: message.ts, previous_message: raw },
    })
  }

  while (events.length < count) {
    const known = written.slice(-200).filter(({ message }) => !message.deleted)
    const dice = random.next()
    if (known.length === 0 || dice < 0.6) write(random.pick(places))
    else if (dice < 0.8) edit(random.pick(known))
    else if (dice < 0.85) unfurl(random.pick(known))
    else remove(random.pick(known))
  }
  return { events, messages }
}
