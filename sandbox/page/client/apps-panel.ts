import type { PageApp } from '../page-apps.ts'
import { appCard } from './app-card.ts'
import { h } from './dom.ts'
import { showItems } from './keyed-list.ts'
import type { Panel } from './log-panel.ts'
import { createManifestForm } from './manifest-form.ts'
import { control, readApps } from './sandbox-api.ts'
import { notice, session, told } from './session.ts'

const EXAMPLE = {
  display_information: { name: 'My app' },
  features: {
    bot_user: { display_name: 'My app' },
    slash_commands: [{ command: '/hello', url: 'http://127.0.0.1:3000/slack/events', description: 'Says hello' }],
  },
  oauth_config: { scopes: { bot: ['chat:write', 'channels:history', 'channels:join', 'commands'] } },
  settings: {
    event_subscriptions: { request_url: 'http://127.0.0.1:3000/slack/events', bot_events: ['message.channels'] },
    interactivity: { is_enabled: true, request_url: 'http://127.0.0.1:3000/slack/events' },
  },
}

/** A changed manifest stands for the whole app: what it leaves out is taken away. */
const NOTHING = {
  bot_scopes: [],
  user_scopes: [],
  redirect_urls: [],
  events_url: '',
  interactivity_url: '',
  options_url: '',
  commands: [],
  shortcuts: [],
  socket_mode: false,
  token_rotation: false,
}

/** The apps there are, their settings and credentials, and a way to make one's own. */
export function createAppsPanel(): Panel {
  const list = h('ul', { class: 'apps' })
  const run = (name: string, app: PageApp) =>
    void control(name, { app_id: app.id, team_id: session.place.teamId, user_id: session.place.userId }).then((result) => {
      told(result)
      return refresh()
    })
  const actions = {
    install: (app: PageApp) => run('installApp', app),
    uninstall: (app: PageApp) => run('uninstallApp', app),
    async change(app: PageApp, manifest: object) {
      const { error } = await control('updateApp', { ...NOTHING, ...manifest, app_id: app.id })
      if (!error) notice(`${app.name} is changed.`)
      await refresh()
      return error
    },
  }
  const refresh = async () => {
    const apps = await readApps().catch(() => undefined)
    if (!apps) return
    const items = apps.map((app) => ({
      key: app.id,
      state: JSON.stringify([app, session.place.teamId]),
      render: () => appCard(app, actions),
    }))
    const nothing = { key: 'empty', state: '', render: () => h('li', { class: 'empty' }, 'There is no app yet.') }
    const open = new Set([...list.querySelectorAll<HTMLDetailsElement>('details[open]')].map(({ dataset }) => dataset.folded))
    showItems(list, items.length > 0 ? items : [nothing])
    for (const details of list.querySelectorAll('details')) details.open = open.has(details.dataset.folded)
  }
  const form = createManifestForm({
    title: 'Create an app',
    manifest: EXAMPLE,
    button: 'Create',
    async submit(manifest) {
      const { error } = await control('createApp', manifest)
      await refresh()
      return error
    },
  })
  const about = h('p', {}, 'Point your app’s SDK at ', h('code', {}, `${location.origin}/api/`), ' and give it the credentials below.')
  return { title: 'Apps', element: h('div', { class: 'panel-body padded' }, about, list, form), refresh }
}
