import { CircleAlert, Clock } from 'lucide-solid'
import { Match, Show, Switch } from 'solid-js'
import { Avatar } from '../../ui/avatar.tsx'
import { MessageFiles } from '../files/message-files.tsx'
import { Markdown, type DescribeMention } from '../markdown/markdown.tsx'
import type { OutgoingMessage } from '../outbox.ts'

/** One's own message before the server has it. */
export function OutgoingRow(props: {
  message: OutgoingMessage
  /** Who writes, where the message above is not theirs: nobody's words stand under another's name. */
  author: { name: string; hue: number } | null
  offline: boolean
  describe: DescribeMention
  onRetry: () => void
  onDiscard: () => void
}) {
  return (
    <article
      aria-label="Your message, not sent yet"
      class="grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-2.5 px-4 py-0.5"
      classList={{ 'mt-2.5': props.author !== null }}
    >
      <Show when={props.author} fallback={<span />}>
        {(author) => (
          <div class="pt-0.5">
            <Avatar name={author().name} hue={author().hue} size={36} />
          </div>
        )}
      </Show>
      <div class="min-w-0">
        <Show when={props.author}>{(author) => <p class="truncate text-base leading-5 font-semibold text-ink">{author().name}</p>}</Show>
        <div class="text-base text-ink" classList={{ 'opacity-60': props.message.state !== 'failed' }}>
          <Show when={props.message.text !== ''}>
            <Markdown text={props.message.text} describe={props.describe} />
          </Show>
          <Show when={props.message.files.length > 0}>
            <MessageFiles files={props.message.files} onOpen={null} />
          </Show>
        </div>
        <Switch>
          <Match when={props.message.state === 'waiting' || (props.offline && props.message.state === 'sending')}>
            <p class="mt-0.5 flex items-center gap-1 text-xs text-ink-faint">
              <Clock size={12} aria-hidden="true" /> Sent as soon as the connection is back
            </p>
          </Match>
          <Match when={props.message.state === 'failed'}>
            <p class="mt-0.5 flex flex-wrap items-center gap-1 text-xs text-bad">
              <CircleAlert size={12} aria-hidden="true" />
              <span>Not sent: {props.message.error}</span>
              <button
                type="button"
                class="rounded px-1 font-medium underline underline-offset-2 hover:bg-hover"
                onClick={() => props.onRetry()}
              >
                Retry
              </button>
              <button
                type="button"
                class="rounded px-1 font-medium underline underline-offset-2 hover:bg-hover"
                onClick={() => props.onDiscard()}
              >
                Discard
              </button>
            </p>
          </Match>
        </Switch>
      </div>
    </article>
  )
}
