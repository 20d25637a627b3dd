import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually, startReceiver, type Answer } from '../testing/a-receiver.ts'
import { anInstalledApp, aSandbox } from '../testing/a-sandbox.ts'
import type { Json } from '../world/types.ts'

const scene = aSandbox()
let answer: () => Answer = () => ({})
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeEach(async () => {
  answer = () => ({})
  receiver = await startReceiver(() => answer())
})
afterEach(() => receiver.close())

async function aBusyApp(manifest: Json = {}) {
  const installed = await anInstalledApp(scene, { events_url: `${receiver.url}/events`, bot_events: ['message.channels'], ...manifest })
  const channelId = scene.demo.northwind.channels['support-acme']
  await scene.control.addMember({ channel_id: channelId, user_id: installed.botUserId })
  const say = (text: string) => scene.control.act.postMessage({ user_id: scene.demo.northwind.users.ben, channel_id: channelId, text })
  return { ...installed, say }
}

const texts = () => receiver.events('message').map((body) => (body.event as Json).text)

describe('too many events in an hour', () => {
  it('are not sent, which the app is told once a minute; an hour later they come again', async () => {
    const { say, app } = await aBusyApp()
    await eventually(texts, (list) => list.length === 1)
    await scene.control.limits({ events_per_hour: 3 })
    for (const text of ['two', 'three', 'four', 'five']) await say(text)
    const notices = () => receiver.received.map(({ body }) => body).filter(({ type }) => type === 'app_rate_limited')
    await eventually(notices, (list) => list.length === 1)
    await eventually(texts, (list) => list.includes('three'))
    expect(texts()).not.toContain('four')
    expect(notices()[0]).toMatchObject({ team_id: scene.demo.northwind.team_id, api_app_id: app.app_id, token: app.verification_token })
    expect(Number(notices()[0]?.minute_rate_limited) % 60).toBe(0)
    expect(notices()[0]).not.toHaveProperty('event')
    expect((await scene.control.deliveries({ type: 'message.channels' })).slice(-2)).toMatchObject([
      { state: 'limited' },
      { state: 'limited' },
    ])
    await scene.control.clock.advance({ ms: 3_600_000 })
    await say('next hour')
    await eventually(texts, (list) => list.includes('next hour'))
  })

  it('count per workspace', async () => {
    const { say, app } = await aBusyApp()
    const { acme } = scene.demo
    await scene.control.installApp({ app_id: app.app_id, team_id: acme.team_id, user_id: acme.users.zoe })
    await scene.control.addMember({ channel_id: acme.channels['support-acme'], user_id: acme.users.zoe })
    await eventually(texts, (list) => list.length >= 1)
    await scene.control.limits({ events_per_hour: 1 })
    await say('one too many here')
    const states = async () => (await scene.control.deliveries({ type: 'message.channels' })).at(-1)
    expect(await states()).toMatchObject({ team_id: scene.demo.northwind.team_id, state: 'limited' })
  })
})

describe('an app that answers nearly nothing', () => {
  it('has its subscriptions switched off until somebody names an events URL', async () => {
    const { say, app } = await aBusyApp()
    await eventually(texts, (list) => list.length === 1)
    await scene.control.settings({ retry_delays_ms: [] })
    await scene.control.limits({ disable_failing_after: 5 })
    answer = () => ({ status: 500 })
    const state = async () => (await scene.control.deliveries({ type: 'message.channels' })).at(-1)?.state
    for (let n = 0; n < 5; n++) {
      await say(`lost ${n}`)
      await eventually(state, (now) => now === 'failed')
    }
    await say('nobody listens')
    expect(await state()).toBe('disabled')
    answer = () => ({})
    await scene.control.updateApp(app.app_id, { events_url: `${receiver.url}/events` })
    await say('back')
    await eventually(texts, (list) => list.includes('back'))
    expect(texts()).not.toContain('nobody listens')
  })
})

describe('retries', () => {
  it('go on every hour of the next day with Delayed Events', async () => {
    const { say } = await aBusyApp({ delayed_events: true })
    await eventually(texts, (list) => list.length === 1)
    await scene.control.settings({ retry_delays_ms: [0, 0, 0] })
    answer = () => ({ status: 503 })
    await say('late')
    const numbers = () =>
      receiver.received.filter(({ raw }) => raw.includes('"late"')).map(({ headers }) => Number(headers['x-slack-retry-num'] ?? 0))
    await eventually(numbers, (list) => list.length === 4)
    await scene.control.clock.advance({ ms: 3_600_000 })
    await eventually(numbers, (list) => list.length === 5)
    answer = () => ({})
    await scene.control.clock.advance({ ms: 3_600_000 })
    await eventually(numbers, (list) => list.length === 6)
    expect(numbers()).toEqual([0, 1, 2, 3, 4, 5])
    expect((await scene.control.deliveries({ type: 'message.channels' })).at(-1)?.state).toBe('delivered')
  })

  it('end after three otherwise', async () => {
    const { say } = await aBusyApp()
    await eventually(texts, (list) => list.length === 1)
    await scene.control.settings({ retry_delays_ms: [0, 0, 0] })
    answer = () => ({ status: 503 })
    await say('lost')
    const last = async () => (await scene.control.deliveries({ type: 'message.channels' })).at(-1)
    await eventually(last, (delivery) => delivery?.attempts.length === 4)
    await scene.control.clock.advance({ ms: 3_600_000 })
    expect(await last()).toMatchObject({ state: 'failed', attempts: [{}, {}, {}, {}] })
  })
})

it('signs with a clock that is off when told to', async () => {
  const { say } = await aBusyApp()
  await eventually(texts, (list) => list.length === 1)
  for (const skew of [-400, 400]) {
    await scene.control.settings({ signature_skew_s: skew })
    await say(`skewed ${skew}`)
    await eventually(texts, (list) => list.includes(`skewed ${skew}`))
    const sent = receiver.received.find(({ raw }) => raw.includes(`skewed ${skew}`))
    const off = Number(sent?.headers['x-slack-request-timestamp']) - Date.now() / 1000
    expect(Math.abs(off - skew)).toBeLessThan(60)
  }
})

it('tells of an uninstallation in no promised order', async () => {
  const { app } = await aBusyApp()
  const { team_id, users } = scene.demo.northwind
  const orders: string[] = []
  for (let n = 0; n < 2; n++) {
    await scene.control.installApp({ app_id: app.app_id, team_id, user_id: users.ada })
    const before = (await scene.control.deliveries()).length
    await scene.control.uninstallApp({ app_id: app.app_id, team_id })
    const types = (await scene.control.deliveries()).slice(before).map(({ type }) => type)
    orders.push(types.filter((type) => type === 'app_uninstalled' || type === 'tokens_revoked').join(' then '))
  }
  expect(orders.toSorted()).toEqual(['app_uninstalled then tokens_revoked', 'tokens_revoked then app_uninstalled'])
})
