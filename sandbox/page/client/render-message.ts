import type { PageMessage } from '../page-state.ts'
import { h, safeHref } from './dom.ts'
import { emojiOf } from './emoji.ts'
import { icon } from './icons.ts'
import { messageToolbar } from './message-toolbar.ts'
import { renderBlocks, type BlockContext } from './render-blocks.ts'
import { renderText, type Names } from './render-text.ts'
import type { Json } from './rich-text.ts'
import { editableText } from './typed-text.ts'

export interface MessageActions {
  names: Names
  me: string
  openThread?(ts: string): void
  react(message: PageMessage, name: string): void
  /** The message that is being changed at the moment. */
  editing: string
  edit(message: PageMessage | undefined): void
  saveEdit(message: PageMessage, text: string): void
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

/** Said by Slack itself, in a line of its own. */
export const isLine = (message: PageMessage): boolean => String((message as Json).subtype ?? '').startsWith('channel_')

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

const sizeOf = (bytes: number): string => (bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024).toLocaleString()} KB`)

function file(given: Json): Node {
  const href = safeHref(String(given.page_url))
  const isImage = String(given.mimetype).startsWith('image/')
  return h(
    'a',
    { class: 'file', href, download: String(given.name) },
    isImage ? h('img', { src: href, alt: String(given.alt_txt ?? given.title) }) : h('span', { class: 'file-icon' }, icon('file')),
    h('span', { class: 'file-name' }, String(given.title), h('small', {}, sizeOf(Number(given.size)))),
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
        h('span', { class: 'emoji' }, emojiOf(name)),
        ` ${count}`,
      )
    }),
  )
}

function threadLink(message: PageMessage, actions: MessageActions): Node | null {
  const count = Number((message as Json).reply_count ?? 0)
  if (!actions.openThread || count === 0) return null
  const users = ((message as Json).reply_users as string[] | undefined) ?? []
  return h(
    'button',
    { type: 'button', class: 'thread-link', 'data-focus': 'thread', on: { click: () => actions.openThread?.(message.ts) } },
    ...users.slice(0, 3).map((id) => h('img', { class: 'tiny', src: `/avatars/${id}/24`, alt: '' })),
    `${count} ${count === 1 ? 'reply' : 'replies'}`,
  )
}

function repliedTo(message: PageMessage, actions: MessageActions): Node | null {
  const { subtype, thread_ts: root } = message as Json
  if (!actions.openThread || subtype !== 'thread_broadcast') return null
  return h(
    'button',
    { type: 'button', class: 'thread-link', on: { click: () => actions.openThread?.(String(root)) } },
    icon('thread'),
    'Replied to a thread',
  )
}

function heading(message: PageMessage): Node {
  return h(
    'header',
    {},
    h('strong', {}, message.author_name),
    message.is_app ? h('span', { class: 'badge' }, 'App') : null,
    message.author_team ? h('span', { class: 'badge foreign' }, message.author_team) : null,
    h('time', { datetime: new Date(Number(message.ts) * 1000).toISOString() }, timeOf(message.ts)),
    (message as Json).edited ? h('small', {}, '(edited)') : null,
    message.is_ephemeral ? h('small', {}, 'Only visible to you') : null,
  )
}

function editor(message: PageMessage, actions: MessageActions): HTMLElement {
  const text = h('textarea', { 'aria-label': 'Edit message', rows: 1 }, editableText(message.text, actions.names))
  const leave = () => actions.edit(undefined)
  const form = h(
    'form',
    { class: 'editor' },
    text,
    h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'button', class: 'quiet', on: { click: leave } }, 'Cancel'),
      h('button', { type: 'submit', class: 'primary' }, 'Save'),
    ),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (text.value.trim()) actions.saveEdit(message, text.value.trim())
  })
  text.addEventListener('keydown', (event) => {
    event.stopPropagation()
    if (event.key === 'Escape') leave()
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  })
  return form
}

function content(message: PageMessage, actions: MessageActions): Node[] {
  if (actions.editing === message.ts) return [editor(message, actions)]
  const reacted = reactions(message, actions)
  const link = threadLink(message, actions)
  return [...body(message, actions), ...(reacted ? [reacted] : []), ...(link ? [link] : [])]
}

/** What Slack says names who did it, or leaves them out: "set the channel topic". */
function line(message: PageMessage, actions: MessageActions): HTMLElement {
  const who = message.text.startsWith('<@') ? '' : `<@${message.author_id}> `
  return h('p', { class: 'line', 'data-ts': message.ts }, ...renderText(who + message.text, actions.names))
}

/** One message with everything that can be done to it. `isFollowing`: by the same author, a moment later. */
export function renderMessage(message: PageMessage, actions: MessageActions, isFollowing: boolean): HTMLElement {
  if (isLine(message)) return line(message, actions)
  const canAct = !message.is_ephemeral && (message as Json).subtype !== 'tombstone' && actions.editing !== message.ts
  return h(
    'article',
    {
      class: ['message', message.is_ephemeral && 'ephemeral', isFollowing && 'following'].filter(Boolean).join(' '),
      'data-ts': message.ts,
      'aria-label': `Message from ${message.author_name}`,
      tabindex: -1,
    },
    isFollowing ? h('time', { class: 'gutter' }, timeOf(message.ts)) : h('img', { class: 'avatar', src: message.author_image, alt: '' }),
    h('div', { class: 'message-body' }, isFollowing ? null : heading(message), repliedTo(message, actions), ...content(message, actions)),
    canAct ? messageToolbar(message, actions) : null,
  )
}
