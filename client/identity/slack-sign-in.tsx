import { useSearchParams } from '@solidjs/router'
import { Hash } from 'lucide-solid'
import { createSignal, Show } from 'solid-js'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { leadToSlack } from './account-api.ts'
import { messageOf } from './create-form.ts'
import { safeReturnPath } from './return-path.ts'
import { useSession } from './session.tsx'
import { slackSignInProblem } from './slack-sign-in.rules.ts'

/** Below a form of one's own; draws nothing where no Slack app is configured. */
export function SlackSignIn(props: { label: string }) {
  const session = useSession()
  const [search] = useSearchParams<{ next?: string; error?: string }>()
  const [busy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal(slackSignInProblem(search.error))
  const start = async () => {
    if (busy()) return
    setBusy(true)
    setProblem('')
    try {
      const next = safeReturnPath(search.next)
      location.assign(await leadToSlack({ callbackURL: next, errorCallbackURL: `/sign-in?next=${encodeURIComponent(next)}` }))
    } catch (thrown) {
      setProblem(messageOf(thrown))
      setBusy(false)
    }
  }
  return (
    <Show when={session.me()?.slackSignIn}>
      <div class="mt-4 flex flex-col gap-4">
        <div class="flex items-center gap-3 text-sm text-ink-faint" aria-hidden="true">
          <span class="h-px grow bg-line" />
          or
          <span class="h-px grow bg-line" />
        </div>
        <Button size="large" busy={busy()} onClick={() => void start()}>
          <Hash size={16} aria-hidden="true" />
          {props.label}
        </Button>
        <Alert tone="bad" text={problem()} />
      </div>
    </Show>
  )
}
