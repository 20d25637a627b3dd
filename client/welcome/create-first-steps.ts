import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { FirstStepsView } from '@atrium/shared/identity/views.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { Change } from '@atrium/shared/realtime/change.ts'
import { useMe } from '../identity/session.tsx'
import { useConnection } from '../realtime/connection-context.tsx'
import { errorText } from '../realtime/error-text.ts'
import { useFeed } from '../realtime/feed.tsx'
import { createQuery } from '../settings/parts/create-query.ts'
import { useToasts } from '../ui/toast.tsx'
import { stepsNoted } from './step-notes.ts'

/** The owner's first steps as the server knows them, asked for again whenever one may have been done. */
export function createFirstSteps() {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const toasts = useToasts()
  const [isPutAway, setPutAway] = createSignal(false)
  const [wasOpen, setWasOpen] = createSignal(false)
  const query = createQuery(async () => (await api.firstSteps.read.query()).steps)
  const steps = () => (isPutAway() ? null : (query.value() ?? null))
  const isDone = () => Object.values(steps() ?? {}).every(Boolean)
  createEffect(() => steps() && !isDone() && setWasOpen(true))
  createEffect(on(stepsNoted, () => void query.reload(), { defer: true }))
  onCleanup(feed.onChange((change) => steps() && mayBeStep(change, steps()!, me().actor.personId) && void query.reload()))
  const dismiss = async () => {
    setPutAway(true)
    try {
      await api.firstSteps.dismiss.mutate()
    } catch (thrown) {
      setPutAway(false)
      toasts.show(errorText(thrown), { tone: 'bad' })
    }
  }
  return {
    /** Null when there is nothing to show: also when all was done before the page was opened. */
    steps: () => (isDone() && !wasOpen() ? null : steps()),
    isDone,
    dismiss,
  }
}

/** Whether a change may have done a step, or undone it. */
function mayBeStep(change: Change, steps: FirstStepsView, me: PersonId): boolean {
  switch (change.kind) {
    case 'identity.memberChanged':
    case 'slack.installationChanged':
    case 'slack.channelChanged':
      return true
    case 'chat.messageChanged': {
      const { authorId, deletedAt } = change.payload.message
      return authorId === me && (!steps.hasWritten || deletedAt !== null)
    }
    default:
      return false
  }
}
