import type { PageLogDetail, PageLogEntry } from '../page-log.ts'
import { h, option } from './dom.ts'
import { showItems } from './keyed-list.ts'
import { readLog, readLogDetail } from './sandbox-api.ts'

const KINDS = { call: 'Call', event: 'Event', interaction: 'Action' } as const

const clockOf = (at: number): string => new Date(at).toLocaleTimeString([], { hour12: false })

const json = (label: string, value: unknown): Node[] => [h('h3', {}, label), h('pre', { tabindex: 0 }, JSON.stringify(value, null, 2))]

const isEmpty = (value: object): boolean => Object.keys(value).length === 0

function details(entry: PageLogEntry, { sent, answer, attempts }: PageLogDetail): Node[] {
  const isCall = entry.kind === 'call'
  const attempt = ({ at, via, status, error }: PageLogDetail['attempts'][number]) =>
    h('li', {}, `${clockOf(at)} over ${via === 'http' ? 'HTTP' : 'Socket Mode'}: ${error ?? status}`)
  return [
    ...(attempts.length > 0 ? [h('h3', {}, 'Attempts'), h('ul', {}, ...attempts.map(attempt))] : []),
    ...(isCall && isEmpty(sent) ? [h('p', {}, 'No arguments.')] : json(isCall ? 'Arguments' : 'Sent', sent)),
    ...(answer ? json('Answer', answer) : []),
    ...(isCall && !answer ? [h('p', {}, 'No answer was kept.')] : []),
  ]
}

function line(entry: PageLogEntry, open: Set<string>): HTMLElement {
  const body = h('div', { class: 'log-body' })
  const load = async () => {
    const read = await readLogDetail(entry.key).catch(() => undefined)
    body.replaceChildren(...(read ? details(entry, read) : [h('p', { class: 'error' }, 'It is not in the log any more.')]))
  }
  const where = [entry.app, entry.team].filter(Boolean).join(' in ')
  const row = h(
    'details',
    { class: `log-line ${entry.state}`, open: open.has(entry.key) },
    h(
      'summary',
      { 'data-focus': 'line' },
      h('span', { class: `kind ${entry.kind}` }, KINDS[entry.kind]),
      h('span', { class: 'log-name' }, entry.name),
      h('span', { class: 'log-outcome' }, entry.outcome),
      h('small', { class: 'log-where' }, where),
      h('time', {}, clockOf(entry.at)),
      entry.fault ? h('span', { class: 'log-fault' }, `Injected: ${entry.fault}`) : null,
    ),
    body,
  )
  row.addEventListener('toggle', () => {
    if (!row.open) return void open.delete(entry.key)
    open.add(entry.key)
    void load()
  })
  return row
}

export interface Panel {
  title: string
  element: HTMLElement
  /** Something changed. */
  refresh(): Promise<void>
}

const emptyText = (total: number): string =>
  total > 0
    ? 'Nothing fits these filters.'
    : 'Nothing yet. What apps call, and the events and actions that are sent to them, appear here as they happen.'

/** What apps call and what is sent to them, newest first, as it happens. */
export function createLogPanel(): Panel {
  const open = new Set<string>()
  let entries: PageLogEntry[] = []
  let isLoaded = false
  const name = h('input', { type: 'search', placeholder: 'Method or event', 'aria-label': 'Method or event' })
  const kind = h(
    'select',
    { 'aria-label': 'Kind' },
    option('', 'Everything'),
    option('call', 'Calls'),
    option('event', 'Events'),
    option('interaction', 'Actions'),
  )
  const failed = h('input', { type: 'checkbox' })
  const problem = h('p', { class: 'error', role: 'alert' })
  const list = h('div', { class: 'log-list', role: 'region', 'aria-label': 'Log entries' })

  const draw = () => {
    const wanted = name.value.trim().toLowerCase()
    const fits = (entry: PageLogEntry) =>
      (!kind.value || entry.kind === kind.value) &&
      (!failed.checked || entry.state === 'failed' || entry.fault !== null) &&
      (entry.name.toLowerCase().includes(wanted) || entry.app.toLowerCase().includes(wanted))
    const items = entries.filter(fits).map((entry) => ({ key: entry.key, state: JSON.stringify(entry), render: () => line(entry, open) }))
    const text = isLoaded ? emptyText(entries.length) : 'Reading the log…'
    const nothing = { key: 'empty', state: text, render: () => h('p', { class: 'empty' }, text) }
    showItems(list, items.length > 0 ? items : [nothing])
  }
  for (const filter of [name, kind, failed]) filter.addEventListener('input', draw)
  draw()

  const filters = h(
    'div',
    { class: 'filters', role: 'search', 'aria-label': 'Filter the log' },
    name,
    kind,
    h('label', { class: 'check' }, failed, 'Failed only'),
  )
  return {
    title: 'Log',
    element: h('div', { class: 'panel-body' }, filters, problem, list),
    async refresh() {
      try {
        entries = await readLog()
        isLoaded = true
        problem.textContent = ''
      } catch {
        problem.textContent = 'The log cannot be read. It is tried again with the next change.'
      }
      draw()
    },
  }
}
