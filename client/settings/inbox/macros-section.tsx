import { lazy, Show, Suspense } from 'solid-js'
import type { MacroView } from '@atrium/shared/inbox/macro.ts'
import { changeWords } from '../../inbox/change-words.rules.ts'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed, type Feed } from '../../realtime/feed.tsx'
import { pagePart } from '../../ui/page-part.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { MemberId } from '@atrium/shared/ids.ts'
import { NamedList } from './named-list.tsx'

const MacroForm = lazy(pagePart(() => import('./macro-form.tsx').then((module) => ({ default: module.MacroForm }))))

/** Every member makes, changes and deletes them. */
export function MacrosSection(props: { known: boolean }) {
  const { api } = useConnection()
  const feed = useFeed()
  return (
    <NamedList<MacroView>
      title="Macros"
      text="What is done with one key instead of many: a text for the reply, and what becomes of the conversation. M uses one."
      one="macro"
      things={Object.values(feed.state.macros)}
      known={props.known}
      empty={{ title: 'No macros yet', text: 'Make one for what you write again and again.' }}
      mayAdd
      mayChange
      words={(macro) => <MacroWords macro={macro} feed={feed} />}
      form={(macro, onDone) => (
        <Suspense fallback={<Skeleton lines={6} />}>
          <MacroForm macro={macro} onDone={onDone} />
        </Suspense>
      )}
      wide
      deleting="Nobody can use it any more. What was written with it stays."
      onDelete={async ({ id: macroId, rev }) => {
        await api.inbox.deleteMacro.mutate({ macroId })
        feed.apply({ kind: 'inbox.macroRemoved', payload: { macroId, rev: rev + 1 } })
      }}
    />
  )
}

function MacroWords(props: { macro: MacroView; feed: Feed }) {
  const me = useMe()
  const { state } = props.feed
  const nameOf = (id: string) => {
    const tables: Record<string, { name: string }>[] = [state.members, state.teams, state.tags]
    return tables.flatMap((table) => table[id]?.name ?? [])[0] ?? 'something that is gone'
  }
  const change = () => changeWords(props.macro.change, { me: me().actor?.personId as MemberId, nowMs: Date.now(), nameOf })
  return (
    <span class="flex flex-col">
      <Show when={props.macro.text}>
        <span class="line-clamp-1">{props.macro.text}</span>
      </Show>
      <Show when={change()}>
        <span class="text-ink-faint">Then it is {change()}.</span>
      </Show>
    </span>
  )
}
