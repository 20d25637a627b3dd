import { aConnectedOffice, aWatchedChannel, eventually, type ConnectedOffice } from '@atrium/server/slack/testing/slack-scene.ts'
import { anEventBody, signatureHeaders } from '@atrium/server/slack/testing/signed-events.ts'
import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { atOnce } from './at-once.ts'
import { createRandom, type Random } from './random.ts'
import { useRig } from './rig.ts'
import { again, atScale, report, seed, withinMs } from './scale.ts'
import { deliver, send, type Sent } from './storm/send-events.ts'

const rig = useRig()
const count = atScale({ small: 600, full: 10_000 })

/** Everything a request can be made of. */
interface Genuine {
  office: ConnectedOffice
  /** Of another organization, with an app of its own. */
  other: ConnectedOffice
  channelId: string
  random: Random
  /** A fresh body of the kind that the path takes. */
  body(): string
}
interface Forged {
  body: string | Buffer
  headers: Record<string, string | string[]>
}

it(
  `[SL1] of ${count} forged, stale, future, replayed, re-encoded and oversized requests none is accepted and none ends anything ${again}`,
  { timeout: withinMs({ small: 300_000, count, eachMs: 60 }) },
  async () => {
    const random = createRandom(seed)
    const [office, other] = [await aConnectedOffice(rig), await aConnectedOffice(rig)]
    const { channelId } = await aWatchedChannel(rig, office)
    await eventually(
      () => isStillToBeTold(office, channelId),
      (left) => !left,
    )
    const scene = { office, other, channelId, random }
    const taken = anEvent(scene)
    await deliver(eventsUrl(), taken, office.signingSecret)
    const before = await everything()
    const answers = new Map<number, number>()
    const kinds = Object.entries(FORGERIES)
    await atOnce(Array.from({ length: count }), 32, async (_, index) => {
      const [name, forge] = kinds[index % kinds.length] ?? random.pick(kinds)
      const [paths, make] = random.pick(DOORS)
      const request: Sent = { url: `${rig.url}${random.pick(paths)}`, ...forge({ ...scene, body: () => make(scene) }) }
      const status = await send(request)
      answers.set(status, (answers.get(status) ?? 0) + 1)
      if (status < 400 || status >= 500) throw new Error(`${name} was answered with ${status} at ${request.url}, seed ${seed}`)
    })
    // Replayed within its five minutes a request is genuine by all signs; it is acknowledged and changes nothing.
    await atOnce(Array.from({ length: Math.ceil(count / 20) }), 8, () => deliver(eventsUrl(), taken, office.signingSecret))
    expect(await everything()).toEqual(before)
    await deliver(eventsUrl(), anEvent(scene), office.signingSecret)
    await eventually(everything, ({ messages }) => messages === before.messages + 1)
    expect((await fetch(`${rig.url}/readyz`)).ok).toBe(true)
    const answered = [...answers.values()].reduce((sum, times) => sum + times, 0)
    expect(answered).toBe(count)
    report('forged-requests', { requests: count, kinds: kinds.length, answers: JSON.stringify(Object.fromEntries(answers)) })
  },
)

const eventsUrl = () => `${rig.url}/api/slack/events`

const timeOf = (random: Random) => `${Math.floor(Date.now() / 1000)}.${String(random.below(1_000_000)).padStart(6, '0')}`

type Scene = Omit<Genuine, 'body'>

function anEvent({ office, channelId, random }: Scene): string {
  const event = { type: 'message', channel: channelId, channel_type: 'channel', user: 'U0FORGER', text: 'let me in', ts: timeOf(random) }
  const authorization = { user_id: office.botUserId, is_bot: true }
  return anEventBody(event, { teamId: rig.demo.northwind.team_id, apiAppId: office.apiAppId, authorization })
}

function aCommand({ office, random }: Scene): string {
  const fields = {
    api_app_id: office.apiAppId,
    team_id: rig.demo.northwind.team_id,
    command: '/atrium',
    text: `let me in ${random.next()}`,
  }
  return new URLSearchParams(fields).toString()
}

function anAction({ office, random }: Scene): string {
  const payload = { type: 'block_actions', api_app_id: office.apiAppId, user: { id: 'U0FORGER' }, team: { id: rig.demo.northwind.team_id } }
  return new URLSearchParams({ payload: JSON.stringify({ ...payload, actions: [{ value: `let me in ${random.next()}` }] }) }).toString()
}

/** The ways in, and what belongs there. */
const DOORS: readonly (readonly [readonly string[], (scene: Scene) => string])[] = [
  [['/api/slack/events', '/api/slack/webhook/events'], anEvent],
  [['/api/slack/commands', '/api/integrations/slack/commands'], aCommand],
  [['/api/slack/actions'], anAction],
]

const isForm = (body: string) => !body.startsWith('{')
const spacedAnew = (body: string) => (isForm(body) ? body.replaceAll('+', '%20') : JSON.stringify(JSON.parse(body), null, 1))
const escapedAnew = (body: string) => (isForm(body) ? body.replace('let', '%6Cet') : body.replace('let me', 'let\\u0020me'))

function signed(body: string, of: { secret: string; timestamp?: number }): Forged {
  return { body, headers: { 'content-type': 'application/json', ...signatureHeaders(body, of) } }
}

const nowSeconds = () => Math.floor(Date.now() / 1000)
const withSignature = (forged: Forged, change: (signature: string) => string): Forged => {
  const signature = String(forged.headers['x-slack-signature'])
  return { ...forged, headers: { ...forged.headers, 'x-slack-signature': change(signature) } }
}
const without = (forged: Forged, header: string): Forged => {
  const { [header]: _, ...headers } = forged.headers
  return { ...forged, headers }
}
const right = (of: Genuine) => signed(of.body(), { secret: of.office.signingSecret })

const FORGERIES: Record<string, (of: Genuine) => Forged> = {
  'a made-up secret': (of) => signed(of.body(), { secret: randomBytes(16).toString('hex') }),
  'no secret': (of) => signed(of.body(), { secret: '' }),
  'the secret of another app': (of) => signed(of.body(), { secret: of.other.signingSecret }),
  'an app that nobody has': (of) => signed(of.body().replaceAll(of.office.apiAppId, 'A0NOBODY'), { secret: of.office.signingSecret }),
  'no app': (of) => signed(of.body().replace('api_app_id', 'app'), { secret: of.office.signingSecret }),
  stale: (of) => signed(of.body(), { secret: of.office.signingSecret, timestamp: nowSeconds() - 305 - of.random.below(1e6) }),
  future: (of) => signed(of.body(), { secret: of.office.signingSecret, timestamp: nowSeconds() + 305 + of.random.below(1e6) }),
  'replayed with a new time': (of) => {
    const old = signed(of.body(), { secret: of.office.signingSecret, timestamp: nowSeconds() - 400 })
    return { ...old, headers: { ...old.headers, 'x-slack-request-timestamp': String(nowSeconds()) } }
  },
  'another body': (of) => ({ ...right(of), body: of.body() }),
  'spaced anew': (of) => {
    const genuine = right(of)
    return { ...genuine, body: spacedAnew(String(genuine.body)) }
  },
  'escaped anew': (of) => {
    const genuine = right(of)
    return { ...genuine, body: escapedAnew(String(genuine.body)) }
  },
  'one byte more': (of) => {
    const genuine = right(of)
    return { ...genuine, body: `${String(genuine.body)}\n` }
  },
  'in UTF-16': (of) => {
    const genuine = right(of)
    return { ...genuine, body: Buffer.from(String(genuine.body), 'utf16le') }
  },
  compressed: (of) => {
    const genuine = right(of)
    return { body: gzipSync(String(genuine.body)), headers: { ...genuine.headers, 'content-encoding': 'gzip' } }
  },
  'one bit of the signature': (of) =>
    withSignature(right(of), (signature) => {
      const at = 3 + of.random.below(64)
      const digit = (Number.parseInt(signature[at] ?? '0', 16) ^ (1 << of.random.below(4))).toString(16)
      return signature.slice(0, at) + digit + signature.slice(at + 1)
    }),
  'a shorter signature': (of) => withSignature(right(of), (signature) => signature.slice(0, of.random.below(signature.length))),
  'a longer signature': (of) => withSignature(right(of), (signature) => signature + '0'.repeat(1 + of.random.below(8_000))),
  'another version': (of) => withSignature(right(of), (signature) => signature.replace('v0=', of.random.pick(['v1=', 'V0=', '', 'v0']))),
  'two signatures': (of) => {
    const { body, headers } = right(of)
    return { body, headers: { ...headers, 'x-slack-signature': [`v0=${'0'.repeat(64)}`, String(headers['x-slack-signature'])] } }
  },
  'no signature': (of) => without(right(of), 'x-slack-signature'),
  'no time': (of) => without(right(of), 'x-slack-request-timestamp'),
  'a time that is none': (of) => {
    const { body, headers } = right(of)
    const time = String(headers['x-slack-request-timestamp'])
    const timestamp = of.random.pick([
      `${time}.0`,
      `-${time}`,
      `${time}e0`,
      ` ${time}x`,
      'NaN',
      'Infinity',
      '',
      `0x${Number(time).toString(16)}`,
    ])
    return { body, headers: { ...headers, 'x-slack-request-timestamp': timestamp } }
  },
  oversized: (of) => signed(of.body() + ' '.repeat((1 << 20) + of.random.below(1 << 18)), { secret: of.office.signingSecret }),
  'no JSON': (of) => signed(of.body().slice(0, -1 - of.random.below(40)), { secret: randomBytes(8).toString('hex') }),
  'nested without an end': (of) => signed(`${'[{"a":'.repeat(20_000)}`, { secret: of.office.signingSecret }),
  'a prototype': (of) => signed(of.body().replace('{', '{"__proto__":{"api_app_id":"A0"},"constructor":1,'), { secret: 'guessed' }),
  nothing: (of) => signed('', { secret: of.random.pick([of.office.signingSecret, 'guessed']) }),
  noise: (of) => ({ body: randomBytes(of.random.below(2_000)), headers: right(of).headers }),
}

/** Everything that an accepted request could have changed. */
/** Slack's event of the invitation is on its way, or what the channel is called is asked for because of it: both are told as changes. */
async function isStillToBeTold({ organizationId }: ConnectedOffice, channelId: string): Promise<boolean> {
  const row = await rig.database.owner.db
    .selectFrom('slack_channel')
    .select(['told_at', 'lookup_at'])
    .where('organization_id', '=', organizationId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  return row === undefined || row.told_at === null || row.lookup_at !== null
}

async function everything() {
  const { db } = rig.database.owner
  const count = async (
    table: 'conversation_message' | 'message' | 'conversation' | 'contact' | 'slack_inbox' | 'slack_message' | 'change',
  ) => {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow()
    return Number(row.rows)
  }
  return {
    messages: (await count('conversation_message')) + (await count('message')),
    conversations: await count('conversation'),
    contacts: await count('contact'),
    inbox: await count('slack_inbox'),
    slackMessages: await count('slack_message'),
    changes: await count('change'),
  }
}
