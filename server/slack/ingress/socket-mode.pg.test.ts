import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { aConnectedOffice, aWatchedChannel, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { sendEvent } from '../testing/signed-events.ts'
import { startSocketApps } from './socket-apps.worker.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let channelId: string
let apps: { stop(): Promise<void> }
const lines: string[] = []

beforeAll(async () => {
  office = await aConnectedOffice(scene, { mode: 'socket' })
  const logger = pino({ level: 'debug' }, new Writable({ write: (line: Buffer, _encoding, done) => (lines.push(line.toString()), done()) }))
  apps = startSocketApps({ services: { ...scene.services, logger }, ingress: scene.ingress }, 200)
  await connections(2)
  channelId = (await aWatchedChannel(scene, office)).channelId
})
afterAll(async () => {
  await apps.stop()
})

/** One that is leaving does not count: were it to go just then, the other one would be the last. */
const connections = (count: number) =>
  eventually(
    () => scene.control.socket.connections(office.apiAppId),
    (open) => open.count === count && open.leaving === 0,
    10_000,
  )
const texts = async () =>
  (
    await database()
      .owner.db.selectFrom('conversation_message')
      .select('text')
      .where('organization_id', '=', office.organizationId)
      .execute()
  ).map(({ text }) => text)
const say = (text: string) => scene.control.act.postMessage({ user_id: scene.demo.acme.users.zoe, channel_id: channelId, text })

describe('Socket Mode', () => {
  it('[SL2] holds two connections and the log says when each client has started', () => {
    expect(lines.filter((line) => line.includes('Socket Mode client started'))).toHaveLength(2)
  })

  it('[SL2] brings events to the same place as HTTP does', async () => {
    await say('over the socket')
    await eventually(texts, (all) => all.includes('over the socket'))
  })

  it('[SL2] takes nothing over HTTP while it is on', async () => {
    const event = { type: 'message', channel: channelId, user: 'U0X', text: 'over http', ts: '1700000000.000001' }
    expect(await sendEvent(scene, office, { event })).toBe(401)
    expect(await texts()).not.toContain('over http')
  })

  it('[SL2] leaves no gap while Slack refreshes its connections under a stream of events: none is lost, none comes twice', async () => {
    // Slack tries again after a minute and five; here nothing is to depend on it.
    await scene.control.settings({ retry_delays_ms: [] })
    const wanted: string[] = []
    let talking = true
    let refreshed = 0
    const refreshing = (async () => {
      for (; talking; refreshed++) {
        await connections(2)
        const reason = refreshed % 2 === 0 ? 'refresh_requested' : 'warning'
        await scene.control.socket.disconnect({ app_id: office.apiAppId, reason, connections: 1 })
      }
    })().finally(() => {
      talking = false
    })
    while (talking && (wanted.length < 120 || refreshed < 6)) {
      wanted.push(`during refresh ${wanted.length}`)
      await say(`during refresh ${wanted.length - 1}`)
    }
    talking = false
    await refreshing
    const all = await eventually(texts, (found) => wanted.every((text) => found.includes(text)))
    expect(all.filter((text) => text.startsWith('during refresh'))).toHaveLength(wanted.length)
    await scene.control.settings({ retry_delays_ms: [20, 50, 100] })
    await connections(2)
  })

  it('[SL2] takes what Slack sends again after both connections were gone at once', async () => {
    await scene.control.settings({ retry_delays_ms: [100, 1_000, 5_000] })
    const wanted = Array.from({ length: 20 }, (_, index) => `after both were gone ${index}`)
    for (const [index, text] of wanted.entries()) {
      if (index % 10 === 5) await scene.control.socket.disconnect({ app_id: office.apiAppId, reason: 'refresh_requested' })
      await say(text)
    }
    const all = await eventually(texts, (found) => wanted.every((text) => found.includes(text)))
    expect(all.filter((text) => text.startsWith('after both'))).toHaveLength(20)
    await scene.control.settings({ retry_delays_ms: [20, 50, 100] })
    await connections(2)
  })

  it('[SL3] answers /atrium help over the socket too', async () => {
    const { users, channels } = scene.demo.northwind
    await scene.control.act.slashCommand({ user_id: users.ada, channel_id: channels.general, command: '/atrium', text: 'help' })
    await eventually(
      () => scene.control.state.ephemerals({ user_id: users.ada }),
      (seen) => seen.some(({ message }) => message.text.includes('Atrium in Slack')),
    )
  })

  it('[SL6] no line of the log holds a message, a token or the address of a socket', () => {
    expect(lines.join('\n')).not.toMatch(/over the socket|during refresh|xapp-|xoxb-|wss?:\/\//)
  })
})
