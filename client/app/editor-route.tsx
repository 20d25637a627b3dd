import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import type { SpaceId } from '@atrium/shared/ids.ts'
import { useFeed } from '../realtime/feed.tsx'
import { EditorPage } from '../space/editor/editor-page.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { createMayEdit } from './may-edit-space.ts'
import { NotFoundPage } from './not-found-page.tsx'

export function EditorRoute() {
  const params = useParams<{ spaceId: string }>()
  const feed = useFeed()
  const space = () => feed.state.spaces[params.spaceId as SpaceId]
  const mayEdit = createMayEdit(() => space()?.id)
  return (
    <Show when={space()} fallback={<NotFoundPage />}>
      {(known) => (
        <Show when={mayEdit() !== undefined} fallback={<Skeleton lines={6} class="p-6" />}>
          <Show
            when={mayEdit()}
            fallback={<EmptyState title="This map is for its admins" text="Ask an owner or admin to make you an admin of the space." />}
          >
            <EditorPage space={known()} />
          </Show>
        </Show>
      )}
    </Show>
  )
}
