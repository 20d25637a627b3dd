import { SquareArrowOutUpRight } from 'lucide-solid'
import { createSignal, onMount, Show } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { isSettled, type EscalationView } from '@atrium/shared/integrations/linear.ts'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useInbox } from '../inbox-context.tsx'

/** The issue that a conversation was handed on as, or the way to make one. Nothing where Linear is not connected. */
export function LinearEscalation(props: { conversationId: ConversationId }) {
  const inbox = useInbox()
  const [isConnected, setConnected] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal('')
  const escalation = () => inbox.feed.state.escalations[props.conversationId]
  const take = (view: EscalationView) => inbox.feed.apply({ kind: 'integrations.escalationChanged', payload: { escalation: view } })
  onMount(async () => {
    try {
      const known = await inbox.api.integrations.readEscalation.query({ conversationId: props.conversationId })
      if (known.escalation) take(known.escalation)
      setConnected(known.isConnected)
    } catch {
      // It is an extra: without it the column is shorter.
    }
  })
  const escalate = async () => {
    if (busy()) return
    setBusy(true)
    setError('')
    try {
      take((await inbox.api.integrations.escalateToLinear.mutate({ conversationId: props.conversationId })).escalation)
    } catch (thrown) {
      setError(errorText(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Show when={escalation() || isConnected()}>
      <div class="flex flex-col items-start gap-2">
        <h3 class="text-xs font-medium text-ink-faint">Linear</h3>
        <Show when={escalation()}>{(known) => <Issue escalation={known()} />}</Show>
        <Show when={!escalation() || (escalation()?.state === 'failed' && isConnected())}>
          <Button size="small" busy={busy()} onClick={() => void escalate()}>
            {escalation() ? 'Try again' : 'Escalate to Linear'}
          </Button>
        </Show>
        <Alert tone="bad" text={error()} />
      </div>
    </Show>
  )
}

function Issue(props: { escalation: EscalationView }) {
  return (
    <>
      <Show
        when={props.escalation.url}
        fallback={
          <p class="text-ink-soft">{props.escalation.state === 'failed' ? 'The issue could not be made.' : 'The issue is being made …'}</p>
        }
      >
        {(url) => (
          <p class="flex max-w-full flex-wrap items-center gap-2">
            <a
              href={url()}
              target="_blank"
              rel="noreferrer"
              class="inline-flex items-center gap-1 font-medium text-ink underline underline-offset-2"
            >
              {props.escalation.identifier}
              <SquareArrowOutUpRight size={12} aria-hidden="true" />
            </a>
            <Show when={props.escalation.status}>
              {(status) => <Badge tone={isSettled(props.escalation.statusType) ? 'good' : 'plain'}>{status()}</Badge>}
            </Show>
          </p>
        )}
      </Show>
      <Show when={props.escalation.reason}>{(reason) => <p class="text-xs text-pretty text-bad">{reason()}</p>}</Show>
    </>
  )
}
