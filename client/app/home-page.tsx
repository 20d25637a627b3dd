import { Navigate } from '@solidjs/router'
import { Building2 } from 'lucide-solid'
import { Show } from 'solid-js'
import type { SpaceId } from '@atrium/shared/ids.ts'
import { useMe } from '../identity/session.tsx'
import { useFeed, type Feed } from '../realtime/feed.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { readStored } from '../ui/stored.ts'

/** The door opens into the space one was in last, else the first. */
export function HomePage() {
  const feed = useFeed()
  const me = useMe()
  return (
    <Show
      when={me().visitor?.spaceId ?? firstSpaceOf(feed, readStored('space'))}
      fallback={<EmptyState icon={<Building2 size={20} />} title="No space yet" text="Ask an admin to let you into one." />}
    >
      {(spaceId) => <Navigate href={`/spaces/${spaceId()}`} />}
    </Show>
  )
}

export function firstSpaceOf(feed: Feed, last: string | null): SpaceId | null {
  const known = last === null ? undefined : feed.state.spaces[last as SpaceId]
  const first = Object.values(feed.state.spaces).sort((one, other) => one.position - other.position)[0]
  return (known ?? first)?.id ?? null
}
