import { useNavigate } from '@solidjs/router'
import { createMemo } from 'solid-js'
import type { PersonId } from '@atrium/shared/ids.ts'
import { useChat } from '../chat/chat-context.tsx'
import { fold, suggest } from '../chat/composer/mention-query.rules.ts'
import { useMe } from '../identity/session.tsx'
import { useFeed } from '../realtime/feed.tsx'
import { useCurrentSpace } from '../space/current-space.tsx'
import { Directory } from '../space/people/directory.tsx'
import { PageHeader } from './page-header.tsx'

export function PeoplePage() {
  const feed = useFeed()
  const chat = useChat()
  const current = useCurrentSpace()
  const navigate = useNavigate()
  const me = useMe()
  const people = createMemo(() =>
    feed
      .activeMembers()
      .map((member) => ({ id: member.id, name: member.name, folded: `${fold(member.name)} ${fold(member.email)}`, member })),
  )
  const find = (query: string) => suggest(query, people(), people().length).map((entry) => entry.member)
  const locate = (personId: PersonId) => {
    const presence = feed.state.presence[personId]
    if (!presence) return
    current.enter(presence.spaceId)
    navigate(`/spaces/${presence.spaceId}`)
    current.walkToPerson(personId)
  }
  return (
    <div class="flex h-full min-h-0 flex-col">
      <PageHeader title="People" />
      <div class="mx-auto min-h-0 w-full max-w-2xl grow">
        <Directory me={me().actor.personId} find={find} onMessage={(personId) => void chat.openMentionChat(personId)} onLocate={locate} />
      </div>
    </div>
  )
}
