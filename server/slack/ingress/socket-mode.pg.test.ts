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

const connections = (count: number) =>
  eventually(
    () => scene.control.socket.connections(office.apiAppId),
    (open) => open.count === count,
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

  it('[SL2] loses nothing while Slack closes its connections one after the other', async () => {
    const wanted = Array.from({ length: 30 }, (_, index) => `during refresh ${index}`)
    for (const [index, text] of wanted.entries()) {
      if (index % 10 === 5) await scene.control.socket.disconnect({ app_id: office.apiAppId, reason: 'refresh_requested' })
      await say(text)
    }
    const all = await eventually(texts, (found) => wanted.every((text) => found.includes(text)), 15_000)
    expect(all.filter((text) => text.startsWith('during refresh'))).toHaveLength(30)
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
