import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js'
import type { WebhookEndpointView, WebhookMessageView } from '@atrium/shared/integrations/webhooks.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { fullTime } from '../../ui/relative-time.rules.ts'
import { useToasts } from '../../ui/toast.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { answerWords, messageState } from './webhook.rules.ts'

const LOOK_AGAIN_MS = 2_000

/** What was sent, the newest first. While something is on its way and it is seen, it is looked at again and again. */
export function WebhookLog(props: { endpoint: WebhookEndpointView; open: boolean; tested: number }) {
  const { api } = useConnection()
  const toasts = useToasts()
  const [pages, setPages] = createSignal(1)
  const query = createQuery(async () => {
    const messages: WebhookMessageView[] = []
    for (let page = 0; page < pages(); page += 1) {
      const next = await api.integrations.listWebhookMessages.query({ endpointId: props.endpoint.id, before: messages.at(-1)?.id })
      messages.push(...next.messages)
      if (!next.more) return { messages, more: false }
    }
    return { messages, more: true }
  })
  createEffect(on([() => props.tested, () => props.endpoint.rev, pages], () => void query.reload(), { defer: true }))
  const isMoving = () =>
    props.open && props.endpoint.state === 'active' && (query.value()?.messages.some(({ state }) => state === 'queued') ?? false)
  createEffect(() => {
    if (!isMoving()) return
    const timer = setInterval(() => void query.reload(), LOOK_AGAIN_MS)
    onCleanup(() => clearInterval(timer))
  })
  const again = async (message: WebhookMessageView) => {
    try {
      await api.integrations.redeliverWebhookMessage.mutate({ messageId: message.id })
      await query.reload()
    } catch (error) {
      toasts.show(errorText(error), { tone: 'bad' })
    }
  }
  return (
    <Loaded query={query}>
      {(log) => (
        <Show
          when={log().messages.length > 0}
          fallback={<p class="text-sm text-ink-soft">Nothing has been sent yet. Send a test event.</p>}
        >
          <ul class="flex flex-col divide-y divide-line">
            <For each={log().messages}>
              {(message) => <LogLine message={message} mayRepeat={props.endpoint.state === 'active'} onAgain={() => void again(message)} />}
            </For>
          </ul>
          <Show when={log().more}>
            <Button size="small" class="mt-2" onClick={() => setPages((known) => known + 1)}>
              Show older ones
            </Button>
          </Show>
        </Show>
      )}
    </Loaded>
  )
}

function LogLine(props: { message: WebhookMessageView; mayRepeat: boolean; onAgain: () => void }) {
  const state = () => messageState(props.message)
  return (
    <li class="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <div class="min-w-0 grow basis-52">
        <p class="flex flex-wrap items-center gap-2 text-sm">
          <span class="font-mono text-xs text-ink">{props.message.event}</span>
          <Badge tone={state().tone}>{state().text}</Badge>
        </p>
        <p class="text-xs break-words text-ink-faint">
          {fullTime(props.message.createdAt)}
          <Show when={answerWords(props.message)}>{(words) => <> · {words()}</>}</Show>
        </p>
      </div>
      <Show when={props.mayRepeat && props.message.state !== 'queued'}>
        <Button size="small" onClick={() => props.onAgain()}>
          Send again
        </Button>
      </Show>
    </li>
  )
}
