import { onCleanup } from 'solid-js'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { Api } from '../../realtime/connection.ts'
import type { Feed } from '../../realtime/feed.tsx'
import type { Toasts } from '../../ui/toast.tsx'

/** Being told once when somebody becomes available (SP3). */
export interface FreeWatches {
  waitsFor(personId: PersonId): boolean
  wait(personId: PersonId): void
  cancel(personId: PersonId): void
}

interface Parts {
  api: Api
  feed: Feed
  told: (work: Promise<unknown>) => Promise<boolean>
  toasts: Toasts
}

export function createFreeWatches({ api, feed, told, toasts }: Parts): FreeWatches {
  const nameOf = (personId: PersonId) => feed.person(personId)?.name ?? 'somebody'
  const tell = (work: Promise<unknown>, text: string) => void told(work).then((done) => done && toasts.show(text))
  onCleanup(
    feed.onChange((change) => {
      if (change.kind !== 'space.freeWatchChanged' || change.payload.watch.state !== 'free') return
      toasts.show(`${nameOf(change.payload.watch.personId)} is available now.`, { lasting: true })
    }),
  )
  return {
    waitsFor: (personId) => feed.state.freeWatches[personId] !== undefined,
    wait: (personId) => tell(api.space.tellWhenFree.mutate({ personId }), `You will be told when ${nameOf(personId)} is available.`),
    cancel: (personId) => tell(api.space.cancelTellWhenFree.mutate({ personId }), `You will not be told about ${nameOf(personId)}.`),
  }
}
