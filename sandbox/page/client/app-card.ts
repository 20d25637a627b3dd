import type { PageApp } from '../page-apps.ts'
import { h } from './dom.ts'
import { icon } from './icons.ts'
import { createManifestForm } from './manifest-form.ts'
import { confirmFirst } from './popover.ts'
import type { Json } from './rich-text.ts'
import { notice, session } from './session.ts'

export interface AppActions {
  install(app: PageApp): void
  uninstall(app: PageApp): void
  /** @returns the error that the sandbox answered, if any */
  change(app: PageApp, manifest: Json): Promise<string | undefined>
}

const teamHere = () => session.workspaces.find(({ id }) => id === session.place.teamId)

function installing(app: PageApp, { install, uninstall }: AppActions): HTMLElement {
  const team = teamHere()
  const isHere = app.installed_in.some(({ id }) => id === team?.id)
  const remove = () =>
    confirmFirst(
      { title: `Uninstall ${app.name}?`, text: `Its tokens of ${team?.name ?? ''} stop working at once.`, yes: 'Uninstall' },
      () => uninstall(app),
    )
  return isHere
    ? h('button', { type: 'button', class: 'quiet', 'data-focus': app.id, on: { click: remove } }, 'Uninstall…')
    : h(
        'button',
        { type: 'button', class: 'primary', 'data-focus': app.id, on: { click: () => install(app) } },
        `Install in ${team?.name ?? ''}`,
      )
}

const fact = (label: string, values: string[]): HTMLElement | null =>
  values.length === 0 ? null : h('div', {}, h('dt', {}, label), h('dd', {}, ...values.map((value) => h('code', {}, value))))

function facts({ manifest }: PageApp): HTMLElement {
  const { bot, user } = manifest.oauth_config.scopes
  const { bot_events: botEvents, user_events: userEvents } = manifest.settings.event_subscriptions
  return h(
    'dl',
    { class: 'facts' },
    fact(
      'Commands',
      manifest.features.slash_commands.map(({ command }) => command),
    ),
    fact(
      'Shortcuts',
      manifest.features.shortcuts.map(({ name }) => name),
    ),
    fact('Events', [...new Set([...(botEvents ?? []), ...(userEvents ?? [])])]),
    fact('Bot scopes', bot),
    fact('User scopes', user),
  )
}

function secret(label: string, value: string): HTMLElement {
  const copy = () =>
    void navigator.clipboard.writeText(value).then(
      () => notice(`${label} copied.`),
      () => notice('The browser does not let this page copy. Select the text instead.'),
    )
  const button = h(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': `Copy ${label}`, title: 'Copy', on: { click: copy } },
    icon('copy'),
  )
  return h('div', {}, h('dt', {}, label), h('dd', {}, h('code', {}, value), button))
}

const credentials = (app: PageApp): HTMLElement =>
  h(
    'dl',
    { class: 'secrets' },
    ...app.tokens.map(({ label, value }) => secret(label, value)),
    secret('Signing secret', app.signing_secret),
    secret('App-level token', app.app_token),
    secret('Client ID', app.client_id),
    secret('Client secret', app.client_secret),
  )

const folded = (app: PageApp, label: string, content: HTMLElement): HTMLElement =>
  h(
    'details',
    { 'data-folded': `${label}-${app.id}` },
    h('summary', { 'data-focus': `${label}-${app.id}` }, icon('chevron'), label),
    content,
  )

/** One app: where it is installed, what it asks for, its credentials and its manifest. */
export function appCard(app: PageApp, actions: AppActions): HTMLElement {
  const where = app.installed_in.map(({ name }) => name).join(', ')
  const change = (manifest: Json) => actions.change(app, manifest)
  return h(
    'li',
    { class: 'app-card', 'aria-label': app.name },
    h(
      'header',
      {},
      h('img', { class: 'avatar', src: `/avatars/${app.id}/48`, alt: '' }),
      h('div', {}, h('h3', {}, app.name), h('small', {}, where ? `Installed in ${where}` : 'Not installed')),
      installing(app, actions),
    ),
    h('p', {}, app.transport),
    facts(app),
    folded(app, 'Credentials', credentials(app)),
    folded(app, 'Settings', createManifestForm({ title: `Change ${app.name}`, manifest: app.manifest, button: 'Save', submit: change })),
  )
}
