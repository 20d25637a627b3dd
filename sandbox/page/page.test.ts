import { describe, expect, it } from 'vitest'
import { anInstalledApp, aSandbox } from '../testing/a-sandbox.ts'
import { typedText } from './client/typed-text.ts'
import type { PageChannel, PageSidebar, PageWorkspaces } from './page-state.ts'

const scene = aSandbox()
const get = (path: string) => fetch(`${scene.sandbox.url}${path}`)
const read = async <T>(path: string) => (await (await get(path)).json()) as T

describe('the page', () => {
  it('is one frame, with modules whose types are gone', async () => {
    const page = await get('/')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(await page.text()).toContain('/page/main.ts')
    expect((await get('/archives/C1/p1700000000000000')).status).toBe(200)
    const module = await get('/page/main.ts')
    expect(module.headers.get('content-type')).toContain('javascript')
    expect(await module.text()).not.toContain('import type {')
    expect((await get('/page/secret.ts')).status).toBe(404)
    expect((await get('/page/..%2Fpage-router.ts')).status).toBe(404)
  })

  it('lets one act as anybody but bots and the deactivated', async () => {
    await anInstalledApp(scene)
    await scene.control.act.deactivateUser({ user_id: scene.demo.northwind.users.jun })
    const [northwind, acme] = await read<PageWorkspaces>('/page/workspaces')
    expect(northwind?.people.map(({ name }) => name)).not.toContain('Jun Park')
    expect(northwind?.people).toHaveLength(9)
    expect(acme?.people.map(({ name }) => name)).toEqual(['Zoe Carter', 'Max Bauer'])
  })

  it('shows each person their own channels, unread ones marked, and their ephemeral messages', async () => {
    const { northwind, acme } = scene.demo
    const { ben, cy } = northwind.users
    const channelId = northwind.channels.general
    const { ts } = await scene.control.act.postMessage({ user_id: ben, channel_id: channelId, text: 'hello' })
    const secret = await scene.control.createChannel({ team_id: northwind.team_id, name: 'secret', is_private: true, members: [ben] })
    const sidebar = await read<PageSidebar>(`/page/sidebar/${cy}`)
    expect(sidebar.channels.find(({ id }) => id === channelId)).toMatchObject({ is_unread: true, title: 'general' })
    expect(sidebar.channels.some(({ id }) => id === secret.channel_id)).toBe(false)
    await scene.control.act.markRead({ user_id: cy, channel_id: channelId, ts })
    expect((await read<PageSidebar>(`/page/sidebar/${cy}`)).channels.find(({ id }) => id === channelId)).toMatchObject({ is_unread: false })
    expect((await read<PageChannel>(`/page/channel/${cy}/${channelId}`)).messages.at(-1)).toMatchObject({
      author_name: 'Ben Okafor',
      text: 'hello',
    })
    expect((await get(`/page/channel/${cy}/${secret.channel_id}`)).status).toBe(404)
    expect((await get(`/page/channel/${acme.users.zoe}/${channelId}`)).status).toBe(404)
  })

  it('hears of changes as they happen', async () => {
    const stream = await get('/page/stream')
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
    const { northwind } = scene.demo
    await reader.read()
    await scene.control.act.postMessage({ user_id: northwind.users.ben, channel_id: northwind.channels.general, text: 'x' })
    const { value } = await reader.read()
    expect(new TextDecoder().decode(value)).toContain(northwind.channels.general)
    await reader.cancel()
  })
})

describe('typedText', () => {
  it('turns names into references and everything else into plain text', () => {
    const names = { U1: 'Ada', U2: 'Ada Lindqvist', C1: 'general' }
    expect(typedText('@Ada Lindqvist see #general & <b>', names)).toBe('<@U2> see <#C1> &amp; &lt;b&gt;')
    expect(typedText('@here we go, mail@here.example', names)).toBe('<!here> we go, mail@here.example')
  })
})
