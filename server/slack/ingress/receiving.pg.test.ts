import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { connect } from '@atrium/db/connect.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { actorOf } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { saveApp } from '../install/save-app.ts'
import { anEventBody, sendEvent, signatureHeaders } from '../testing/signed-events.ts'
import { aConnectedOffice, aWatchedChannel, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { insertEvents, keepPending } from './inbox.queries.ts'
import { retryDueEvents } from './inbox.worker.ts'
import { createIngress } from './receive-envelope.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let channelId: string

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  channelId = (await aWatchedChannel(scene, office)).channelId
})

const { floor } = Math
const nowSeconds = () => floor(Date.now() / 1000)
/** After its channel is watched, however long that took. */
let lastTs = 0
const newTs = () => {
  lastTs = Math.max(lastTs + 1, (nowSeconds() + 1) * 1000)
  return `${floor(lastTs / 1000)}.${String(lastTs % 1000).padStart(3, '0')}000`
}
const aMessage = (text: string, more: Record<string, unknown> = {}) => ({
  type: 'message',
  channel: channelId,
  channel_type: 'channel',
  user: 'U0CUSTOMER',
  user_team: 'T0OTHER',
  user_profile: { real_name: 'Carla' },
  text,
  ts: newTs(),
  ...more,
})
const bodyOf = (text: string, eventId?: string) =>
  anEventBody(aMessage(text), { teamId: scene.demo.northwind.team_id, apiAppId: office.apiAppId, ...(eventId ? { eventId } : {}) })
const post = async (path: string, body: string, headers: Record<string, string>) => {
  const response = await fetch(`${scene.url}${path}`, { method: 'POST', headers, body })
  return { status: response.status, text: await response.text() }
}
const textsLike = async (pattern: string) =>
  (await database().owner.db.selectFrom('conversation_message').select('text').where('text', 'like', pattern).execute()).map(
    ({ text }) => text,
  )

/** Its message cannot be applied: the conversation of the thread is gone. */
const breakThread = (thread_ts: string) =>
  database()
    .owner.db.insertInto('slack_thread')
    .values({
      organization_id: office.organizationId,
      installation_id: office.installationId,
      channel_id: channelId,
      thread_ts,
      conversation_id: randomUUID(),
    })
    .execute()

describe('who may speak', () => {
  it('[SL3] answers the challenge at both event addresses', async () => {
    for (const path of ['/api/slack/events', '/api/slack/webhook/events']) {
      const { status, text } = await post(path, JSON.stringify({ type: 'url_verification', challenge: 'c-123', token: 't' }), {})
      expect([status, JSON.parse(text)]).toEqual([200, { challenge: 'c-123' }])
    }
    const { app_id } = await scene.control.updateApp(office.apiAppId, { events_url: `${scene.url}/api/slack/events` })
    expect(app_id).toBe(office.apiAppId)
  })

  it('[SL1] refuses what is forged, changed on the way, unsigned, or signed for another app', async () => {
    const other = await aConnectedOffice(scene)
    const body = bodyOf('forged one')
    const refused: Record<string, string>[] = [
      {},
      signatureHeaders(body, { secret: 'guessed' }),
      signatureHeaders(`${body} `, { secret: office.signingSecret }),
      signatureHeaders(body, { secret: other.signingSecret }),
      { ...signatureHeaders(body, { secret: office.signingSecret }), 'x-slack-signature': 'v0=' },
    ]
    for (const headers of refused) expect((await post('/api/slack/events', body, headers)).status).toBe(401)
    expect(await textsLike('forged%')).toEqual([])
  })

  it.each([
    ['stale', -301],
    ['from the future', 301],
  ])('[SL1] refuses what is %s', async (_name, skew) => {
    const body = bodyOf('stale one')
    const headers = signatureHeaders(body, { secret: office.signingSecret, timestamp: nowSeconds() + skew })
    expect((await post('/api/slack/events', body, headers)).status).toBe(401)
    expect(await textsLike('stale%')).toEqual([])
  })

  it('[SL1] applies once what is sent again, also within the five minutes', async () => {
    const body = bodyOf('replayed one')
    const headers = signatureHeaders(body, { secret: office.signingSecret })
    for (let time = 0; time < 3; time++) expect((await post('/api/slack/events', body, headers)).status).toBe(200)
    expect(await textsLike('replayed%')).toEqual(['replayed one'])
  })

  it('applies once what comes at the same time over several connections', async () => {
    const body = bodyOf('simultaneous one')
    const headers = signatureHeaders(body, { secret: office.signingSecret })
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('/api/slack/events', body, headers)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
    expect(await textsLike('simultaneous%')).toEqual(['simultaneous one'])
  })

  it('takes nothing that is no JSON, or speaks of no app of ours', async () => {
    expect((await post('/api/slack/events', 'hello', {})).status).toBe(400)
    const body = anEventBody(aMessage('x'), { teamId: 'T1', apiAppId: 'A0NOBODY' })
    expect((await post('/api/slack/events', body, signatureHeaders(body, { secret: '' }))).status).toBe(401)
  })

  it('accepts a new signing secret at once', async () => {
    const other = await aConnectedOffice(scene)
    expect(await sendEvent(scene, other, { event: aMessage('x') })).toBe(200)
    const input = { appId: other.apiAppId, clientId: 'c', clientSecret: 's', signingSecret: 'renewed', mode: 'http' } as const
    await commitInOrganization(scene.services, other.organizationId, (tx) =>
      saveApp(tx, scene.services.secrets, { actor: actorOf(other.owner), input, from: { address: '', nowMs: 0 } }),
    )
    expect(await sendEvent(scene, { ...other, signingSecret: 'renewed' }, { event: aMessage('x') })).toBe(200)
  })
})

describe('what is acknowledged is kept', () => {
  it('commits many at once together, and one that fails does not take the others with it', async () => {
    const texts = Array.from({ length: 40 }, (_, index) => `burst ${index}`)
    const broken = aMessage('burst broken')
    await breakThread(broken.ts)
    const events = texts.map((text) => aMessage(text))
    const statuses = await Promise.all([...events, broken].map((event) => sendEvent(scene, office, { event })))
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect((await textsLike('burst %')).toSorted()).toEqual(texts.toSorted())
    const kept = await database()
      .owner.db.selectFrom('slack_inbox')
      .select(['attempts', 'payload'])
      .where('state', '=', 'pending')
      .execute()
    expect(kept).toMatchObject([{ attempts: 1, payload: { event: { text: 'burst broken' } } }])
    await database().owner.db.deleteFrom('slack_inbox').where('state', '=', 'pending').execute()
  })

  it('[BR8] takes characters that Postgres cannot keep', async () => {
    expect(await sendEvent(scene, office, { event: aMessage('odd \0 and \ud83d half') })).toBe(200)
    expect(await textsLike('odd%')).toEqual(['odd  and \ufffd half'])
  })

  it('says 503 and acknowledges nothing while the database is away, and takes it when it comes again', async () => {
    const away = connect({ url: 'postgres://nobody@127.0.0.1:9/none', role: 'app', poolSize: 1 })
    const ingress = createIngress({ ...scene.services, db: away.db })
    const rawBody = Buffer.from(bodyOf('while away'))
    const headers = signatureHeaders(rawBody.toString(), { secret: office.signingSecret })
    const signed = { rawBody, timestamp: headers['x-slack-request-timestamp'], signature: headers['x-slack-signature'] }
    expect(await ingress.receiveEnvelope({ via: 'http', ...signed })).toEqual({ kind: 'unavailable' })
    expect(await scene.ingress.receiveEnvelope({ via: 'http', ...signed })).toEqual({ kind: 'ok' })
    expect(await textsLike('while away')).toEqual(['while away'])
    await away.close()
  })

  it('[IN1] keeps a reply that overtakes its root until the root has come', async () => {
    const root = aMessage('late root')
    const reply = aMessage('early reply', { thread_ts: root.ts, user: 'U0SECOND' })
    expect(await sendEvent(scene, office, { event: reply })).toBe(200)
    expect(await textsLike('early reply')).toEqual([])
    expect(await sendEvent(scene, office, { event: root })).toBe(200)
    await eventually(
      async () => {
        await retryDueEvents(scene.services)
        return textsLike('early reply')
      },
      (texts) => texts.length === 1,
    )
    const threads = await database()
      .owner.db.selectFrom('slack_thread')
      .select('conversation_id')
      .where('thread_ts', '=', root.ts)
      .execute()
    expect(threads).toHaveLength(1)
    const kept = await database().owner.db.selectFrom('slack_inbox').select('payload').where('state', '<>', 'applied').execute()
    expect(kept).toEqual([])
  })

  it('[IN1] opens the conversation with the reply when the root was written before anybody watched', async () => {
    const thread_ts = `${nowSeconds() - 86_400}.000100`
    expect(await sendEvent(scene, office, { event: aMessage('reply to old news', { thread_ts }) })).toBe(200)
    expect(await textsLike('reply to old news')).toHaveLength(1)
  })

  it('gives an event up after its tries, keeps what it said, and says so in the audit log', async () => {
    const eventId = `Ev${randomUUID()}`
    const event = aMessage('never applied')
    const { organizationId, installationId } = office
    const payload: unknown = JSON.parse(
      anEventBody({ ...event, text: 'x' }, { teamId: scene.demo.northwind.team_id, apiAppId: office.apiAppId, eventId }),
    )
    await inOrganization(scene.services.db, organizationId, async (tx) => {
      await insertEvents(tx, organizationId, [{ installationId, eventId, kind: 'message', nowMs: 0 }])
      await keepPending(tx, organizationId, { installationId, eventId, payload, error: 'x', notBefore: new Date(0), attempts: 9 })
    })
    await breakThread(event.ts)
    await retryDueEvents(scene.services)
    const row = await database()
      .owner.db.selectFrom('slack_inbox')
      .select(['state', 'payload', 'attempts'])
      .where('event_id', '=', eventId)
      .executeTakeFirst()
    expect(row).toMatchObject({ state: 'dead', attempts: 10, payload: { event_id: eventId } })
    const audit = await database().owner.db.selectFrom('audit_entry').select('subject').where('action', '=', 'slack.eventGivenUp').execute()
    expect(audit).toEqual([{ subject: `Slack event ${eventId}` }])
  })
})

describe('commands and actions', () => {
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
  const command = (text: string) =>
    form({ api_app_id: office.apiAppId, team_id: scene.demo.northwind.team_id, command: '/atrium', text, user_id: 'U1', response_url: 'x' })
  const signedForm = (body: string) => ({
    'content-type': 'application/x-www-form-urlencoded',
    ...signatureHeaders(body, { secret: office.signingSecret }),
  })

  it('[SL3] answers /atrium help at every command address, to the one who asked alone', async () => {
    for (const path of ['/api/slack/commands', '/api/integrations/slack/commands', '/api/slack/actions']) {
      const body = command('help')
      const { status, text } = await post(path, body, signedForm(body))
      expect([status, JSON.parse(text)]).toMatchObject([
        200,
        { response_type: 'ephemeral', text: expect.stringContaining('/atrium help') as string },
      ])
    }
  })

  it('[SL3] says what there is when it does not know a word, without repeating what would act', async () => {
    const body = command('`<!channel>` now')
    const { text } = await post('/api/slack/commands', body, signedForm(body))
    expect(text).not.toContain('<!channel>')
    expect(text).toContain('is not known here')
  })

  it('[SL3] refuses a forged command and answers the certificate check', async () => {
    const body = command('help')
    const forged = { 'content-type': 'application/x-www-form-urlencoded', ...signatureHeaders(body, { secret: 'guessed' }) }
    expect((await post('/api/slack/commands', body, forged)).status).toBe(401)
    expect((await post('/api/slack/commands', form({ ssl_check: '1', token: 'x' }), {})).status).toBe(200)
  })

  it('[SL3] answers a click in Slack with plain words that nobody else sees', async () => {
    const { users, channels } = scene.demo.northwind
    const channel_id = channels['support-acme']
    const posted = await scene.control.act.slashCommand({ user_id: users.ada, channel_id, command: '/atrium', text: 'help' })
    expect(posted).toBeTruthy()
    const seen = await eventually(
      () => scene.control.state.ephemerals({ user_id: users.ada, channel_id }),
      (all) => all.length > 0,
    )
    expect(seen[0]?.message.text).toContain('Atrium in Slack')
  })
})
