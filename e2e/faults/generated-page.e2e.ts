import { expect, it } from 'vitest'
import { errorsOf, openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { directMessageOf } from '../harness/slack-messages.ts'
import { hostileText } from './generated/hostile-content.ts'
import { createRandom } from './random.ts'
import { again, atScale, report, seed, withinMs } from './scale.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()
const count = atScale({ small: 40, full: 2_000 })
/** As many as the page has loaded at once; more would be scrolled away before anybody has seen them. */
const AT_ONCE = 20

it(
  `[SP11, BR6] of ${count} generated messages from Slack no markup reaches the page ${again}`,
  { timeout: withinMs({ small: 300_000, count, eachMs: 500 }) },
  async () => {
    const random = createRandom(seed)
    const { ada, ben, server, spaceId, sandbox, database } = office()
    const { channel } = await ada.api.chat.openMentionChat.mutate({ personId: ben.memberId })
    const dm = await directMessageOf(office(), ada.slackUserId, ben.slackUserId)
    const page = await openPage(browser(), { url: server.url, path: `/spaces/${spaceId}?chat=${channel.id}`, cookie: ada.cookie })
    const log = page.getByRole('log', { name: 'Messages' })
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    // From now on Slack's direct message of the two is known to belong here.
    await ada.api.chat.sendMessage.mutate({ clientId: crypto.randomUUID(), channelId: channel.id, text: 'Begin.' })
    await eventually('the first line in Slack', async () => (await sandbox.state.channel(dm)).messages.length > 0)
    let posted = 0
    for (let batch = 0; posted < count; batch++) {
      for (let number = 0; number < AT_ONCE; number++) {
        const text = hostileText(random, 16).toWellFormed().replaceAll('\0', '')
        await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: dm, text: text.trim() === '' ? 'nothing' : text })
        posted += 1
      }
      const end = `end of batch ${batch}.`
      await sandbox.act.postMessage({ user_id: ben.slackUserId, channel_id: dm, text: end })
      await log.getByText(end, { exact: true }).waitFor()
      expect(await log.evaluate(foreignIn), `batch ${batch}, seed ${seed}`).toEqual([])
      expect(await page.evaluate('window.owned')).toBeUndefined()
    }
    expect(errorsOf(page)).toEqual([])
    const stored = () =>
      database.db
        .selectFrom('message')
        .select('id')
        .where('organization_id', '=', office().organizationId)
        .where('source', '=', 'slack')
        .execute()
    await eventually('all of them to be kept', async () => (await stored()).length === posted + Math.ceil(posted / AT_ONCE))
    report('generated-page', { messages: posted })
  },
)

/** Runs in the page. @returns elements that no message can have, attributes that run something, and links that lead elsewhere than to the web. */
function foreignIn(log: Element): string[] {
  const found: string[] = []
  for (const element of log.querySelectorAll('*')) {
    if (['script', 'iframe', 'object', 'embed', 'form', 'style', 'link', 'base', 'meta'].includes(element.localName))
      found.push(element.localName)
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) found.push(`${element.localName} ${name}`)
      if ((name === 'href' || name === 'src') && !/^(?:https?:|mailto:|\/|data:image\/)/i.test(value)) found.push(`${name} ${value}`)
    }
  }
  return found
}
