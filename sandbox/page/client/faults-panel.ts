import { h, option } from './dom.ts'
import { keepingFocus } from './keyed-list.ts'
import type { Panel } from './log-panel.ts'
import type { Json } from './rich-text.ts'
import { control, readMethods, type ActResult } from './sandbox-api.ts'

interface Fault {
  method?: string
  kind: string
  when: 'before' | 'after'
  times: number
  retry_after_s?: number
  skip?: number
}

interface EventFaults {
  drop?: number
  duplicate?: number
  reorder?: boolean
  delay_ms?: number
}

interface Armed {
  faults: Fault[]
  event_faults: EventFaults | null
  limits: { tiers?: boolean; post_per_s_per_channel?: number }
}

const KINDS: Record<string, string> = {
  '429': '429: too many calls',
  '500': '500: server error',
  internal_error: 'internal_error in the answer',
  timeout: 'No answer (time-out)',
  reset: 'The connection is cut',
  redirect: 'Redirect elsewhere',
}

const times = (count: number): string => (count === 1 ? 'the next call' : `the next ${count} calls`)

const sentence = ({ method, kind, when, times: count, skip }: Fault): string =>
  `${KINDS[kind] ?? kind}, ${when === 'after' ? 'after it was accepted' : 'before it is accepted'}: ${times(count)} of ${method ?? 'any method'}${skip ? `, once ${skip} have passed` : ''}`

function eventSentence({ drop, duplicate, reorder, delay_ms: delayMs }: EventFaults): string {
  const parts = [
    drop ? `${Math.round(drop * 100)} % are lost` : '',
    duplicate ? `each comes ${duplicate + 1} times` : '',
    reorder ? 'out of order' : '',
    delayMs ? `${delayMs} ms late` : '',
  ]
  return `Events: ${parts.filter(Boolean).join(', ')}`
}

/** Everything that is set to go wrong, in words. */
function inWords({ faults, event_faults: events, limits }: Armed): string[] {
  return [
    ...faults.map(sentence),
    ...(events && (events.drop || events.duplicate || events.reorder || events.delay_ms) ? [eventSentence(events)] : []),
    ...(limits.tiers ? ["Slack's own limits for every method"] : []),
    ...(limits.post_per_s_per_channel ? [`At most ${limits.post_per_s_per_channel} message a second and channel`] : []),
  ]
}

const field = (label: string, control: HTMLElement): HTMLElement => h('label', { class: 'form-field' }, h('span', {}, label), control)
const number = (name: string, value: number, of: { min: number; max?: number }) => h('input', { name, type: 'number', value, ...of })
const check = (name: string, label: string): HTMLElement => h('label', { class: 'check' }, h('input', { type: 'checkbox', name }), label)

const onSubmit = (form: HTMLFormElement, act: (data: FormData) => void): HTMLFormElement => {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    act(new FormData(form))
  })
  return form
}

function callForm(add: (input: Json) => void): HTMLFormElement {
  const methods = h('datalist', { id: 'methods' })
  void readMethods().then((names) => methods.append(...names.map((name) => option(name, name))))
  const kind = h('select', { name: 'kind' }, ...Object.entries(KINDS).map(([value, label]) => option(value, label)))
  const retry = field('Retry after (seconds)', number('retry_after_s', 1, { min: 0 }))
  kind.addEventListener('change', () => (retry.hidden = kind.value !== '429'))
  const form = h(
    'form',
    { class: 'stack' },
    h('h3', {}, 'Calls of the Web API'),
    field('Method', h('input', { name: 'method', list: 'methods', placeholder: 'Any method', autocomplete: 'off' })),
    methods,
    field('What goes wrong', kind),
    field(
      'When',
      h('select', { name: 'when' }, option('before', 'Before Slack accepts it'), option('after', 'After Slack has accepted it')),
    ),
    h(
      'div',
      { class: 'pair' },
      field('How many calls', number('times', 1, { min: 1 })),
      field('Let pass first', number('skip', 0, { min: 0 })),
    ),
    retry,
    h('button', { type: 'submit', class: 'primary' }, 'Inject'),
  )
  return onSubmit(form, (data) => {
    const method = String(data.get('method')).trim()
    add({
      ...(method ? { method } : {}),
      kind: data.get('kind'),
      when: data.get('when'),
      times: Number(data.get('times')),
      skip: Number(data.get('skip')),
      ...(data.get('kind') === '429' ? { retry_after_s: Number(data.get('retry_after_s')) } : {}),
    })
  })
}

function eventForm(set: (input: Json) => void): HTMLFormElement {
  const form = h(
    'form',
    { class: 'stack' },
    h('h3', {}, 'Events to apps'),
    h(
      'div',
      { class: 'pair' },
      field('Lost (%)', number('drop', 0, { min: 0, max: 100 })),
      field('Extra copies', number('duplicate', 0, { min: 0 })),
    ),
    field('Held back (ms)', number('delay_ms', 0, { min: 0 })),
    check('reorder', 'Out of order'),
    h('button', { type: 'submit', class: 'quiet' }, 'Apply to events'),
  )
  return onSubmit(form, (data) =>
    set({
      drop: Number(data.get('drop')) / 100,
      duplicate: Number(data.get('duplicate')),
      delay_ms: Number(data.get('delay_ms')),
      reorder: data.get('reorder') !== null,
    }),
  )
}

function limitForm(set: (input: Json) => void): HTMLFormElement {
  const form = h(
    'form',
    { class: 'stack' },
    h('h3', {}, 'Rate limits'),
    check('tiers', "Slack's own limit for every method"),
    check('posts', 'One message a second and channel'),
    h('button', { type: 'submit', class: 'quiet' }, 'Apply limits'),
  )
  return onSubmit(form, (data) =>
    set({ ...(data.get('tiers') ? { tiers: true } : {}), ...(data.get('posts') ? { post_per_s_per_channel: 1 } : {}) }),
  )
}

/** Breaks this Slack on purpose. `armed` hears how many things are set to go wrong. */
export function createFaultsPanel(armed: (count: number) => void): Panel {
  const current = h('div', { class: 'armed' })
  const problem = h('p', { class: 'error', role: 'alert' })
  const told = (result: ActResult) => {
    problem.textContent = result.error ? `Not done: ${result.error}. Check what stands in the fields.` : ''
    return refresh()
  }
  const run = (name: string, input: Json) => void control(name, input).then(told)
  const clear = () => {
    for (const form of element.querySelectorAll('form')) form.reset()
    void Promise.all([control('faults.clear', {}), control('limits', {})]).then(([result]) => told(result))
  }
  const refresh = async () => {
    const state = (await control('state.faults', {})) as unknown as Armed & { error?: string }
    if (state.error) return
    const words = inWords(state)
    armed(words.length)
    keepingFocus(current, () =>
      current.replaceChildren(
        words.length === 0
          ? h('p', { class: 'empty' }, 'Nothing is set to go wrong.')
          : h('ul', {}, ...words.map((text) => h('li', {}, text))),
        h(
          'button',
          { type: 'button', class: 'quiet', 'data-focus': 'clear', disabled: words.length === 0, on: { click: clear } },
          'Remove all',
        ),
      ),
    )
  }
  const element = h(
    'div',
    { class: 'panel-body padded' },
    h('section', { 'aria-label': 'Set to go wrong', 'aria-live': 'polite' }, current),
    problem,
    callForm((input) => run('faults.add', input)),
    eventForm((input) => run('faults.events', input)),
    limitForm((input) => run('limits', input)),
  )
  return { title: 'Faults', element, refresh }
}
