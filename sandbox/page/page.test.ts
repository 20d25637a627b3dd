import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aClient, anInstalledApp, aSandbox } from '../testing/a-sandbox.ts'
import { readManifest } from './client/read-manifest.ts'
import { editableText, typedText } from './client/typed-text.ts'
import type { PageApp } from './page-apps.ts'
import type { PageLogDetail, PageLogEntry } from './page-log.ts'
import type { PageChannel, PageSidebar, PageWorkspaces } from './page-state.ts'

const scene = aSandbox()
const get = (path: string) => fetch(`${scene.sandbox.url}${path}`)
const read = async <T>(path: string) => (await (await get(path)).json()) as T

describe('the page', () => {
  it('is one frame, with every part of its styles and modules whose types are gone', async () => {
    const page = await get('/')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(await page.text()).toContain('/page/main.ts')
    expect((await get('/archives/C1/p1700000000000000')).status).toBe(200)
    const module = await get('/page/main.ts')
    expect(module.headers.get('content-type')).toContain('javascript')
    expect(await module.text()).not.toContain('import type {')
    const styles = await (await get('/page/page.css')).text()
    for (const part of readdirSync(join(import.meta.dirname, 'styles')))
      expect(styles).toContain(readFileSync(join(import.meta.dirname, 'styles', part), 'utf8'))
    expect((await get('/page/inter.woff2')).headers.get('content-type')).toBe('font/woff2')
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

describe('the log', () => {
  it('shows calls with their arguments and answers, and never a token', async () => {
    const { botToken } = await anInstalledApp(scene)
    const client = aClient(scene, botToken)
    await client.chat.postMessage({ channel: scene.demo.northwind.channels.general, text: `leaked ${botToken}` }).catch(() => {})
    await client.auth.test()
    const [newest, before] = await read<PageLogEntry[]>('/page/log')
    expect(newest).toMatchObject({ kind: 'call', name: 'auth.test', app: 'Helper', team: 'Northwind', state: 'ok', outcome: 'ok' })
    expect(before).toMatchObject({ name: 'chat.postMessage', state: 'failed', outcome: 'not_in_channel', fault: null })
    expect((await read<PageLogDetail>(`/page/log/${newest?.key}`)).answer).toMatchObject({ ok: true, team: 'Northwind' })
    const detail = await (await get(`/page/log/${before?.key}`)).text()
    expect(JSON.parse(detail)).toMatchObject({ sent: { text: 'leaked [redacted]' }, answer: { ok: false, error: 'not_in_channel' } })
    expect(detail).not.toContain(botToken)
    expect((await get('/page/log/call-999')).status).toBe(404)
  })

  it('says what was asked to go wrong', async () => {
    const { botToken } = await anInstalledApp(scene)
    await scene.control.faults.add({ method: 'auth.test', kind: '429', retry_after_s: 7 })
    await aClient(scene, botToken)
      .auth.test()
      .catch(() => {})
    const [entry] = await read<PageLogEntry[]>('/page/log')
    expect(entry).toMatchObject({ state: 'failed', outcome: '429, retry after 7 s', fault: '429 before anything happened' })
    expect(await read<PageLogDetail>(`/page/log/${entry?.key}`)).toMatchObject({ answer: null })
  })
})

describe('apps', () => {
  it('are listed with what their developer needs', async () => {
    const { app, botToken } = await anInstalledApp(scene)
    const [listed] = await read<PageApp[]>('/page/apps')
    expect(listed).toMatchObject({ name: 'Helper', signing_secret: app.signing_secret, installed_in: [{ name: 'Northwind' }] })
    expect(listed?.tokens).toContainEqual({ label: 'Bot token, Northwind', value: botToken })
  })

  it('show their manifest as it can be read again', async () => {
    const made = {
      name: 'Mine',
      bot_scopes: ['chat:write'],
      user_scopes: ['im:write'],
      redirect_urls: ['http://127.0.0.1:9/back'],
      events_url: 'http://127.0.0.1:9/events',
      bot_events: ['app_mention'],
      user_events: ['message.im'],
      interactivity_url: 'http://127.0.0.1:9/actions',
      options_url: 'http://127.0.0.1:9/options',
      commands: [{ command: '/mine', url: 'http://127.0.0.1:9', description: 'Does it' }],
      shortcuts: [{ callback_id: 'do', name: 'Do it', type: 'global' as const }],
      socket_mode: true,
      token_rotation: false,
    }
    await scene.control.createApp(made)
    const [listed] = await read<PageApp[]>('/page/apps')
    expect(readManifest(JSON.stringify(listed?.manifest))).toEqual(made)
  })

  it('are made of the manifests that Slack takes', async () => {
    const manifest = readManifest(
      JSON.stringify({
        display_information: { name: 'Mine' },
        features: {
          slash_commands: [{ command: '/mine', url: 'http://127.0.0.1:9', description: 'Does it', usage_hint: 'now' }],
          shortcuts: [{ name: 'Do it', type: 'global', callback_id: 'do', description: 'Does it' }],
        },
        oauth_config: { scopes: { bot: ['chat:write'], user: ['im:write'] }, redirect_urls: ['http://127.0.0.1:9/back'] },
        settings: {
          event_subscriptions: { request_url: 'http://127.0.0.1:9/events', bot_events: ['app_mention'] },
          interactivity: { is_enabled: true, request_url: 'http://127.0.0.1:9/actions' },
          socket_mode_enabled: true,
        },
      }),
    )
    expect(manifest).toEqual({
      name: 'Mine',
      bot_scopes: ['chat:write'],
      user_scopes: ['im:write'],
      redirect_urls: ['http://127.0.0.1:9/back'],
      events_url: 'http://127.0.0.1:9/events',
      bot_events: ['app_mention'],
      interactivity_url: 'http://127.0.0.1:9/actions',
      commands: [{ command: '/mine', url: 'http://127.0.0.1:9', description: 'Does it' }],
      shortcuts: [{ callback_id: 'do', name: 'Do it', type: 'global' }],
      socket_mode: true,
    })
    expect(() => readManifest('name: yaml')).toThrow('This is not JSON')
    expect(() => readManifest('{}')).toThrow('display_information.name')
  })
})

describe('typedText', () => {
  it('turns names into references and everything else into plain text', () => {
    const names = { U1: 'Ada', U2: 'Ada Lindqvist', C1: 'general' }
    expect(typedText('@Ada Lindqvist see #general & <b>', names)).toBe('<@U2> see <#C1> &amp; &lt;b&gt;')
    expect(typedText('@here we go, mail@here.example', names)).toBe('<!here> we go, mail@here.example')
  })

  it('is undone when a message is changed', () => {
    const names = { U2: 'Ada Lindqvist', C1: 'general' }
    for (const typed of ['@Ada Lindqvist see #general & <b>', '@here we go', '&lt; stays as typed']) {
      expect(editableText(typedText(typed, names), names)).toBe(typed)
    }
    expect(editableText('<https://example.com|page> and <mailto:ada@example.com>', names)).toBe('https://example.com and ada@example.com')
  })
})
