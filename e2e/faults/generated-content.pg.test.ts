import { aConnectedOffice, aWatchedChannel, eventually } from '@atrium/server/slack/testing/slack-scene.ts'
import { slackMessageToMarkdown } from '@atrium/server/slack/format/message-content.ts'
import { markdownToBlocks } from '@atrium/server/slack/format/markdown-to-blocks.ts'
import { markdownToMrkdwn } from '@atrium/server/slack/format/markdown-to-mrkdwn.ts'
import { signatureHeaders } from '@atrium/server/slack/testing/signed-events.ts'
import { describe, expect, it } from 'vitest'
import type { Block, Inline } from '../../client/chat/markdown/document.ts'
import { parseMarkdown } from '../../client/chat/markdown/parse-blocks.ts'
import { atOnce } from './at-once.ts'
import { hostileBlock, hostileText } from './generated/hostile-content.ts'
import { hostileEnvelope } from './generated/hostile-envelope.ts'
import { createRandom } from './random.ts'
import { useRig } from './rig.ts'
import { again, atScale, report, seed, withinMs } from './scale.ts'
import { send } from './storm/send-events.ts'

describe('generated content', () => {
  const count = atScale({ small: 2_000, full: 100_000 })

  it(
    `[SL1, BR8] ${count} generated messages are converted there and back, and no link leads anywhere but to the web ${again}`,
    { timeout: withinMs({ small: 300_000, count, eachMs: 20 }) },
    () => {
      const random = createRandom(seed)
      const names = { personOfSlackUser: () => undefined, nameOfChannel: () => undefined }
      let links = 0
      for (let number = 0; number < count; number++) {
        const text = hostileText(random, 20)
        const blocks = random.chance(0.5) ? Array.from({ length: random.below(4) }, () => hostileBlock(random)) : undefined
        const markdown = slackMessageToMarkdown({ text, blocks }, names)
        const hrefs = linksOf(parseMarkdown(markdown))
        links += hrefs.length
        for (const href of hrefs) expect(href, `number ${number}, seed ${seed}`).toMatch(/^(?:https?:\/\/|mailto:)/i)
        const mrkdwn = markdownToMrkdwn(text, { nameOfPerson: () => undefined })
        expect(pings(mrkdwn), `number ${number}, seed ${seed}`).toEqual([])
        expect(callsIn(markdownToBlocks(text, { nameOfPerson: () => undefined })), `number ${number}, seed ${seed}`).toEqual([])
      }
      report('generated-content', { messages: count, links })
    },
  )
})

describe('generated envelopes', () => {
  const rig = useRig()
  const count = atScale({ small: 600, full: 100_000 })

  it(
    `[SL1, SL3] ${count} generated envelopes end nothing, and what follows them is taken ${again}`,
    { timeout: withinMs({ small: 300_000, count, eachMs: 30 }) },
    async () => {
      const random = createRandom(seed)
      const office = await aConnectedOffice(rig)
      const { channelId } = await aWatchedChannel(rig, office)
      const to = { apiAppId: office.apiAppId, teamId: rig.demo.northwind.team_id, botUserId: office.botUserId, channelId }
      const startsAt = Math.floor(Date.now() / 1000)
      const bodies = function* () {
        for (let number = 0; number < count; number++) {
          const ts = `${startsAt + Math.floor(number / 1_000)}.${String((number % 1_000) * 10).padStart(6, '0')}`
          yield JSON.stringify(hostileEnvelope({ ...to, number, ts }, random))
        }
      }
      const url = `${rig.url}/api/slack/events`
      const answers = new Map<number, number>()
      const startedAt = Date.now()
      const waiting = bodies()
      await atOnce(Array.from({ length: 32 }), 32, async () => {
        for (const body of waiting) {
          const headers = { 'content-type': 'application/json', ...signatureHeaders(body, { secret: office.signingSecret }) }
          const status = await send({ url, body, headers })
          answers.set(status, (answers.get(status) ?? 0) + 1)
          if (![200, 400, 401].includes(status)) throw new Error(`answered with ${status}, seed ${seed}: ${body}`)
        }
      })
      const perSecond = Math.round(count / ((Date.now() - startedAt) / 1000))
      await rig.control.act.postMessage({ user_id: rig.demo.northwind.users.dana, channel_id: channelId, text: 'still here?' })
      const { db } = rig.database.owner
      const there = () => db.selectFrom('conversation_message').select('id').where('text', '=', 'still here?').execute()
      await eventually(there, (rows) => rows.length === 1)
      const kept = await db.selectFrom('slack_inbox').select(['error']).where('state', '=', 'dead').execute()
      const failed = await db.selectFrom('slack_inbox').select(['error']).where('attempts', '>', 0).execute()
      expect({ kept, failed }).toEqual({ kept: [], failed: [] })
      report('generated-envelopes', { envelopes: count, answers: JSON.stringify(Object.fromEntries(answers)), perSecond })
    },
  )
})

function linksOf(blocks: Block[]): string[] {
  const inline = (nodes: Inline[]): string[] =>
    nodes.flatMap((node) => {
      if (node.type === 'link') return [node.href, ...inline(node.children)]
      return 'children' in node ? inline(node.children) : []
    })
  return blocks.flatMap((block) => {
    if (block.type === 'paragraph' || block.type === 'heading') return inline(block.children)
    if (block.type === 'quote') return linksOf(block.children)
    return block.type === 'list' ? block.items.flatMap(linksOf) : []
  })
}

/** Texts in mrkdwn that call somebody, and elements that do; plain text calls nobody, whatever stands there. */
function callsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(callsIn)
  if (typeof value !== 'object' || value === null) return []
  const { type, text } = value as { type?: unknown; text?: unknown }
  if (type === 'broadcast' || type === 'usergroup') return [value]
  if (type === 'mrkdwn') return pings(String(text))
  return Object.values(value).flatMap(callsIn)
}

/** What Slack would take for a call to many. Nothing that a person types may become one. */
function pings(mrkdwn: string): string[] {
  return mrkdwn.match(/<!(?:channel|here|everyone|subteam)[^>]*>/g) ?? []
}
