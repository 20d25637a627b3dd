import type { PageMessage } from '../page-state.ts'
import { h, safeHref } from './dom.ts'
import { emojiOf, QUICK_REACTIONS } from './emoji.ts'
import { renderBlocks, type BlockContext } from './render-blocks.ts'
import { renderText, type Names } from './render-text.ts'
import type { Json } from './rich-text.ts'

export interface MessageActions {
  names: Names
  me: string
  openThread?(ts: string): void
  react(message: PageMessage, name: string): void
  edit(message: PageMessage): void
  remove(message: PageMessage): void
  click(message: PageMessage, action: { action_id: string; block_id?: string; value?: string }): void
  shortcuts: { callback_id: string; name: string; app_id: string }[]
  shortcut(message: PageMessage, callback: { callback_id: string; app_id: string }): void
}

interface Attachment {
  color?: string
  text?: string
  title?: string
  blocks?: Json[]
}

const timeOf = (ts: string): string => new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

const isLine = (message: PageMessage): boolean => String((message as Json).subtype ?? '').startsWith('channel_')

function attachment(given: Attachment, context: BlockContext): Node {
  const bar = h('span', { class: 'bar', 'aria-hidden': 'true' })
  if (given.color && CSS.supports('color', given.color)) bar.style.background = given.color
  return h(
    'div',
    { class: 'attachment' },
    bar,
    h(
      'div',
      {},
      given.title ? h('strong', {}, given.title) : null,
      ...(given.text ? renderText(given.text, context.names) : []),
      given.blocks ? renderBlocks(given.blocks, context) : null,
    ),
  )
}

function file(given: Json): Node {
  const href = safeHref(String(given.page_url))
  const isImage = String(given.mimetype).startsWith('image/')
  return h(
    'a',
    { class: 'file', href, download: String(given.name) },
    isImage
      ? h('img', { src: href, alt: String(given.alt_txt ?? given.title) })
      : h('span', { class: 'file-icon', 'aria-hidden': 'true' }, '📄'),
    h('span', {}, String(given.title), h('small', {}, ` ${Number(given.size).toLocaleString()} bytes`)),
  )
}

function body(message: PageMessage, actions: MessageActions): Node[] {
  const context: BlockContext = { names: actions.names, act: (action) => actions.click(message, action) }
  const raw = message as Json
  const blocks = raw.blocks as Json[] | undefined
  const attachments = (raw.attachments as Attachment[] | undefined) ?? []
  return [
    ...(blocks?.length ? [renderBlocks(blocks, context)] : renderText(message.text, actions.names)),
    ...attachments.map((item) => attachment(item, context)),
    ...message.files.map(file),
  ]
}

function reactions(message: PageMessage, actions: MessageActions): Node | null {
  const given = ((message as Json).reactions as { name: string; users: string[]; count: number }[] | undefined) ?? []
  if (given.length === 0) return null
  return h(
    'div',
    { class: 'reactions' },
    ...given.map(({ name, users, count }) => {
      const isMine = users.includes(actions.me)
      const label = `${name}, ${count}: ${users.map((id) => actions.names[id] ?? id).join(', ')}`
      return h(
        'button',
        {
          type: 'button',
          'aria-pressed': String(isMine),
          'aria-label': label,
          title: label,
          on: { click: () => actions.react(message, name) },
        },
        `${emojiOf(name)} ${count}`,
      )
    }),
  )
}

function toolbar(message: PageMessage, actions: MessageActions): Node {
  const isMine = message.author_id === actions.me && !message.is_app
  const tool = (label: string, face: string, click: () => void) =>
    h('button', { type: 'button', 'aria-label': label, title: label, on: { click } }, face)
  return h(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': 'Message actions' },
    ...QUICK_REACTIONS.slice(0, 3).map((name) => tool(`React with ${name}`, emojiOf(name), () => actions.react(message, name))),
    actions.openThread ? tool('Reply in thread', '↩', () => actions.openThread?.(message.ts)) : null,
    isMine ? tool('Edit message', '✎', () => actions.edit(message)) : null,
    isMine ? tool('Delete message', '✕', () => actions.remove(message)) : null,
    ...actions.shortcuts.map((shortcut) => tool(shortcut.name, `⚡ ${shortcut.name}`, () => actions.shortcut(message, shortcut))),
  )
}

function threadLink(message: PageMessage, actions: MessageActions): Node | null {
  const count = Number((message as Json).reply_count ?? 0)
  if (!actions.openThread || count === 0) return null
  return h(
    'button',
    { type: 'button', class: 'thread-link', on: { click: () => actions.openThread?.(message.ts) } },
    `${count} ${count === 1 ? 'reply' : 'replies'}`,
  )
}

function repliedTo(message: PageMessage, actions: MessageActions): Node | null {
  const { subtype, thread_ts: root } = message as Json
  if (!actions.openThread || subtype !== 'thread_broadcast') return null
  return h(
    'button',
    { type: 'button', class: 'thread-link', on: { click: () => actions.openThread?.(String(root)) } },
    'replied to a thread',
  )
}

function heading(message: PageMessage): Node {
  return h(
    'header',
    {},
    h('strong', {}, message.author_name),
    message.is_app ? h('span', { class: 'badge' }, 'APP') : null,
    message.author_team ? h('span', { class: 'badge foreign' }, message.author_team) : null,
    h('time', { datetime: new Date(Number(message.ts) * 1000).toISOString() }, timeOf(message.ts)),
    (message as Json).edited ? h('small', {}, '(edited)') : null,
    message.is_ephemeral ? h('small', {}, 'Only visible to you') : null,
  )
}

/** One message with everything that can be done to it. */
export function renderMessage(message: PageMessage, actions: MessageActions): HTMLElement {
  if (isLine(message)) return h('p', { class: 'line', 'data-ts': message.ts }, ...renderText(message.text, actions.names))
  const canAct = !message.is_ephemeral && (message as Json).subtype !== 'tombstone'
  return h(
    'article',
    {
      class: message.is_ephemeral ? 'message ephemeral' : 'message',
      'data-ts': message.ts,
      'aria-label': `Message from ${message.author_name}`,
    },
    h('img', { class: 'avatar', src: message.author_image, alt: '' }),
    h(
      'div',
      { class: 'message-body' },
      heading(message),
      repliedTo(message, actions),
      ...body(message, actions),
      reactions(message, actions),
      threadLink(message, actions),
    ),
    canAct ? toolbar(message, actions) : null,
  )
}
