import { CircleAlert, Clock, TriangleAlert } from 'lucide-solid'
import { Match, Switch } from 'solid-js'
import { Markdown } from '../../chat/markdown/markdown.tsx'
import { useInbox } from '../inbox-context.tsx'
import type { OutgoingEntry } from '../inbox-outbox.ts'

/** One's own words before the server has them. */
export function OutgoingEntryRow(props: { entry: OutgoingEntry }) {
  const inbox = useInbox()
  const isNote = () => props.entry.kind === 'note'
  /** Back into the text, where it is read against what is new. */
  const change = () => {
    const { conversationId, text, clientId } = props.entry
    inbox.startWriting(conversationId, 'reply', text)
    inbox.outbox.discard(clientId)
  }
  return (
    <article aria-label={`Your ${props.entry.kind}, not sent yet`} class="mt-3 grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 px-4 py-0.5">
      <span />
      <div class="min-w-0" classList={{ 'rounded-lg bg-warn-wash px-3 py-2': isNote() }}>
        <div class="text-base text-ink" classList={{ 'opacity-60': props.entry.state === 'sending' || props.entry.state === 'waiting' }}>
          <Markdown text={props.entry.text} describe={inbox.describeMention} />
        </div>
        <Switch>
          <Match when={props.entry.state === 'waiting'}>
            <p class="mt-0.5 flex items-center gap-1 text-xs text-ink-faint">
              <Clock size={12} aria-hidden="true" /> Sent as soon as the connection is back
            </p>
          </Match>
          <Match when={props.entry.state === 'held'}>
            <p
              role="alert"
              class="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-warn-wash px-2.5 py-1.5 text-sm text-warn"
            >
              <TriangleAlert size={14} class="shrink-0" aria-hidden="true" />
              <span class="min-w-0 grow basis-52">Not sent: {props.entry.error}</span>
              <span class="flex gap-1">
                <TextButton label="Send anyway" onClick={() => inbox.outbox.sendAnyway(props.entry.clientId)} />
                <TextButton label="Change" onClick={change} />
                <TextButton label="Discard" onClick={() => inbox.outbox.discard(props.entry.clientId)} />
              </span>
            </p>
          </Match>
          <Match when={props.entry.state === 'failed'}>
            <p role="alert" class="mt-0.5 flex flex-wrap items-center gap-1 text-xs text-bad">
              <CircleAlert size={12} aria-hidden="true" />
              <span>Not sent: {props.entry.error}</span>
              <TextButton label="Retry" onClick={() => inbox.outbox.retry(props.entry.clientId)} />
              <TextButton label="Discard" onClick={() => inbox.outbox.discard(props.entry.clientId)} />
            </p>
          </Match>
        </Switch>
      </div>
    </article>
  )
}

function TextButton(props: { label: string; onClick: () => void }) {
  return (
    <button type="button" class="rounded px-1 font-medium underline underline-offset-2 hover:bg-hover" onClick={() => props.onClick()}>
      {props.label}
    </button>
  )
}
