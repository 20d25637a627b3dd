import fc from 'fast-check'
import type { RawEvent } from './signed-events.ts'

/** What happens in Slack, one thing after the other; `of` and `to` are counted around among what has been written so far. */
export type Happening =
  | { kind: 'root'; by: number; channel: number; mentions: boolean }
  | { kind: 'reply'; by: number; to: number }
  | { kind: 'edit'; of: number }
  | { kind: 'delete'; of: number }
  | { kind: 'rename'; channel: number }
  | { kind: 'again'; of: number; sameEvent: boolean }

const which = fc.nat(30)
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('root' as const), by: which, channel: fc.nat(2), mentions: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('reply' as const), by: which, to: which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('edit' as const), of: which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), of: which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), channel: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), of: which, sameEvent: fc.boolean() }) },
)

interface Setting {
  /** The third is watched by nobody. */
  channelIds: readonly string[]
  authors: readonly Record<string, unknown>[]
  botUserId: string
  /** Seconds since the epoch. */
  startsAt: number
  /** Stands before every event's id. */
  run: string
}

/** The events that Slack would send of it, each with its id. */
export function eventsOf(history: readonly Happening[], setting: Setting): { eventId: string; event: RawEvent }[] {
  const { authors, channelIds, botUserId, startsAt, run } = setting
  const written: RawEvent[] = []
  const sent: { eventId: string; event: RawEvent }[] = []
  const pick = <T>(from: readonly T[], index: number): T | undefined => from[index % Math.max(1, from.length)]
  const ts = (at: number) => `${startsAt + at}.000100`
  for (const [at, one] of history.entries()) {
    const send = (event: RawEvent) => sent.push({ eventId: `${run}-${at}`, event })
    const say = (text: string, more: Record<string, unknown>) => {
      const event = { type: 'message', channel_type: 'channel', ...pick(authors, 'by' in one ? one.by : 0), text, ts: ts(at), ...more }
      written.push(event)
      send(event)
    }
    const of = 'of' in one ? pick(written, one.of) : 'to' in one ? pick(written, one.to) : undefined
    const place = { type: 'message', channel: of?.channel, channel_type: 'channel', ts: ts(at) }
    if (one.kind === 'root') {
      say(`root ${at}${one.mentions ? ` <@${botUserId}>` : ''}`, { channel: channelIds[one.channel] })
      if (one.mentions) sent.push({ eventId: `${run}-${at}-mention`, event: { ...written.at(-1), type: 'app_mention' } })
    } else if (one.kind === 'rename') {
      const channel = { id: channelIds[one.channel], name: `renamed-${at}` }
      send({ type: 'channel_rename', channel })
    } else if (!of) continue
    else if (one.kind === 'reply') say(`reply ${at}`, { channel: of.channel, thread_ts: of.thread_ts ?? of.ts })
    else if (one.kind === 'edit')
      send({ ...place, subtype: 'message_changed', message: { ...of, text: `edit ${at}`, edited: { user: of.user, ts: ts(at) } } })
    else if (one.kind === 'delete') send({ ...place, subtype: 'message_deleted', deleted_ts: of.ts, previous_message: of })
    else sent.push({ eventId: one.sameEvent ? (pick(sent, one.of)?.eventId ?? run) : `${run}-${at}`, event: of })
  }
  return sent
}
