import type { PageMessage } from '../page-state.ts'
import type { Composed } from './composer.ts'
import type { MessageActions } from './render-message.ts'
import type { Json } from './rich-text.ts'
import { act } from './sandbox-api.ts'
import { doing, refusal, session } from './session.ts'
import { typedText } from './typed-text.ts'

const names = () => session.sidebar?.names ?? {}

/** @returns what went wrong, if anything */
export async function send(message: Composed, thread?: { ts: string; broadcast: boolean }): Promise<string | undefined> {
  const [command = '', ...rest] = message.text.split(' ')
  const at = { user_id: session.place.userId, channel_id: session.place.channelId }
  const isCommand = /^\/[a-z]/.test(command) && !thread
  const result = isCommand
    ? await act('slashCommand', { ...at, command, text: rest.join(' ') })
    : await act('postMessage', {
        ...at,
        text: typedText(message.text, names()),
        files: message.files,
        ...(thread ? { thread_ts: thread.ts, reply_broadcast: thread.broadcast } : {}),
      })
  return result.error ? refusal(result.error) : undefined
}

/** What can be done to a message; `openThread` only where there is a thread to open. */
export function messageActions(of: { edit(message: PageMessage | undefined): void; openThread?(ts: string): void }): MessageActions {
  const { userId, channelId } = session.place
  const at = (message: PageMessage) => ({ channel_id: channelId, ts: message.ts })
  const isMine = (message: PageMessage, name: string) =>
    ((message as Json).reactions as { name: string; users: string[] }[] | undefined)?.some(
      (reaction) => reaction.name === name && reaction.users.includes(userId),
    )
  return {
    ...of,
    names: names(),
    me: userId,
    editing: session.editing,
    react: (message, name) => void doing(isMine(message, name) ? 'unreact' : 'react', { ...at(message), name }),
    async saveEdit(message, text) {
      const { error } = await doing('editMessage', { ...at(message), text: typedText(text, names()) })
      if (!error) of.edit(undefined)
    },
    remove: (message) => void doing('deleteMessage', at(message)),
    click: (message, action) => void doing('clickButton', { channel_id: channelId, message_ts: message.ts, ...action }),
    shortcuts: (session.sidebar?.apps ?? []).flatMap((app) =>
      app.shortcuts.filter(({ type }) => type === 'message').map(({ callback_id, name }) => ({ callback_id, name, app_id: app.id })),
    ),
    shortcut: (message, { callback_id, app_id }) =>
      void doing('messageShortcut', { channel_id: channelId, message_ts: message.ts, callback_id, app_id }),
  }
}
