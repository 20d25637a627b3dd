import { useNavigate, useParams } from '@solidjs/router'
import { createEffect, Show } from 'solid-js'
import type { SpaceId } from '@atrium/shared/ids.ts'
import { useChat } from '../chat/chat-context.tsx'
import { useMe } from '../identity/session.tsx'
import { errorText } from '../realtime/error-text.ts'
import { useFeed } from '../realtime/feed.tsx'
import { SpacePage } from '../space/space-page.tsx'
import { createMediaQuery, PHONE } from '../ui/media-query.ts'
import { useToasts } from '../ui/toast.tsx'
import { writeStored } from '../ui/stored.ts'
import { useChatLocation } from './chat-location-context.tsx'
import { FirstSteps, NotFoundPage } from './later-parts.tsx'
import { createMayEdit } from './may-edit-space.ts'

export function SpaceRoute() {
  const params = useParams<{ spaceId: string }>()
  const feed = useFeed()
  const chat = useChat()
  const me = useMe()
  const toasts = useToasts()
  const chatLocation = useChatLocation()
  const navigate = useNavigate()
  const onPhone = createMediaQuery(PHONE)
  const space = () => feed.state.spaces[params.spaceId as SpaceId]
  const mayEdit = createMayEdit(() => space()?.id)
  createEffect(() => space() && writeStored('space', params.spaceId))
  return (
    <Show when={space()} fallback={<NotFoundPage />}>
      {(known) => (
        <SpacePage
          spaceId={known().id}
          me={me().actor.personId}
          // Beside the page they stand in the sidebar, which a phone has not.
          top={<Show when={onPhone()}>{<FirstSteps class="m-3 mb-0 shrink-0" />}</Show>}
          chatOpen={!chatLocation.closed() || chatLocation.chosen() !== null}
          onToggleChat={() => chatLocation.toggle()}
          onMessage={(personId) => void chat.openMentionChat(personId)}
          onWentThrough={(to) => navigate(`/spaces/${to}`)}
          mayEdit={mayEdit() === true}
          onNearbyChat={() => void chat.openNearbyChat()}
          onLock={(roomId, locked) =>
            void chat.api.space.setRoomLock
              .mutate({ roomId, locked })
              .catch((error: unknown) => toasts.show(errorText(error), { tone: 'bad' }))
          }
        />
      )}
    </Show>
  )
}
