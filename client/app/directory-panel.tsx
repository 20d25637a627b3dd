import { useNavigate } from '@solidjs/router'
import { createMemo } from 'solid-js'
import type { PersonId } from '@atrium/shared/ids.ts'
import { useChat } from '../chat/chat-context.tsx'
import { fold } from '../chat/composer/mention-query.rules.ts'
import { useMe } from '../identity/session.tsx'
import { useFeed } from '../realtime/feed.tsx'
import { useCurrentSpace } from '../space/current-space.tsx'
import { Directory } from '../space/people/directory.tsx'
import { findPeople } from '../space/people/find-people.rules.ts'

/** The directory with what the rest of Atrium does at its word. `onDone`: somebody was chosen. */
export function DirectoryPanel(props: { autofocus?: boolean; onDone?: () => void }) {
  const feed = useFeed()
  const chat = useChat()
  const current = useCurrentSpace()
  const navigate = useNavigate()
  const me = useMe()
  const people = createMemo(() =>
    feed.activeMembers().map((member) => ({ id: member.id, folded: fold(member.name), address: fold(member.email), member })),
  )
  const find = (query: string) => findPeople(fold(query), people(), ({ id }) => current.favourites.has(id)).map(({ member }) => member)
  const seek = (personId: PersonId, how: 'look' | 'walk') => {
    const spaceId = feed.state.presence[personId]?.spaceId
    if (spaceId === undefined) return
    navigate(`/spaces/${spaceId}`)
    current.seek(personId, how)
    props.onDone?.()
  }
  const message = (personId: PersonId) => {
    void chat.openMentionChat(personId)
    props.onDone?.()
  }
  return <Directory me={me().actor.personId} find={find} onMessage={message} onSeek={seek} autofocus={props.autofocus} />
}
