import type { PageMessage } from '../page-state.ts'
import { createComposer, type Composed } from './composer.ts'
import { h } from './dom.ts'
import { messageActions, send } from './message-actions.ts'
import { createMessageList, showMessages } from './message-list.ts'
import type { Json } from './rich-text.ts'
import { session } from './session.ts'
import { suggestionsFor } from './suggestions.ts'

/** One thread: the message it hangs on, its replies, and where one replies. */
export function createThread(ts: string, edit: (message: PageMessage | undefined) => void) {
  const key = `${session.place.userId}:${session.place.channelId}:${ts}`
  const list = createMessageList('Thread messages')
  const also = h('input', { type: 'checkbox' })
  const reply = (message: Composed) => {
    const broadcast = also.checked
    also.checked = false
    return send(message, { ts, broadcast })
  }
  const composer = createComposer({
    label: 'Reply in this thread',
    draft: session.drafts.get(key) ?? '',
    suggest: (text) => suggestionsFor(text, session.sidebar).filter(({ insert }) => !insert.startsWith('/')),
    keepDraft: (text) => session.drafts.set(key, text),
    send: reply,
  })
  composer.element.append(h('label', { class: 'check' }, also, 'Also send to the channel'))
  return {
    element: h('div', { class: 'panel-body thread' }, list, h('div', { class: 'composer-part' }, composer.element)),
    focus: () => composer.element.querySelector('textarea')?.focus(),
    draw() {
      const messages = (session.channel?.messages ?? []).filter((message) => message.ts === ts || (message as Json).thread_ts === ts)
      showMessages(list, messages, { actions: messageActions({ edit }), empty: 'This thread is gone.' })
      composer.refresh()
    },
  }
}
