import { createSignal, For, lazy, Show, Suspense } from 'solid-js'
import type { MacroView } from '@atrium/shared/inbox/macro.ts'
import { changeWords } from '../../inbox/change-words.rules.ts'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed, type Feed } from '../../realtime/feed.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { pagePart } from '../../ui/page-part.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { MemberId } from '@atrium/shared/ids.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Line, Section } from '../parts/page.tsx'

const MacroForm = lazy(pagePart(() => import('./macro-form.tsx').then((module) => ({ default: module.MacroForm }))))

/** Every member makes, changes and deletes them. */
export function MacrosSection(props: { known: boolean }) {
  const { api } = useConnection()
  const feed = useFeed()
  const [editing, setEditing] = createSignal<MacroView | 'new' | null>(null)
  const [removing, setRemoving] = createSignal<MacroView | null>(null)
  const macros = () => Object.values(feed.state.macros).toSorted((one, other) => one.name.localeCompare(other.name))
  const remove = async () => {
    const macro = removing()
    if (!macro) return
    await api.inbox.deleteMacro.mutate({ macroId: macro.id })
    feed.apply({ kind: 'inbox.macroRemoved', payload: { macroId: macro.id, rev: macro.rev + 1 } })
  }
  return (
    <Section
      title="Macros"
      text="What is done with one key instead of many: a text for the reply, and what becomes of the conversation. M uses one."
      action={<Button onClick={() => setEditing('new')}>New macro</Button>}
      flush
    >
      <For
        each={macros()}
        fallback={
          <Show when={props.known} fallback={<Skeleton lines={2} class="p-4" />}>
            <EmptyState title="No macros yet" text="Make one for what you write again and again." />
          </Show>
        }
      >
        {(macro) => (
          <Line title={macro.name} text={<MacroWords macro={macro} feed={feed} />}>
            <Button size="small" onClick={() => setEditing(macro)}>
              Edit<span class="sr-only"> {macro.name}</span>
            </Button>
            <Button size="small" onClick={() => setRemoving(macro)}>
              Delete<span class="sr-only"> {macro.name}</span>
            </Button>
          </Line>
        )}
      </For>
      <Dialog open={editing() !== null} onClose={() => setEditing(null)} title={editing() === 'new' ? 'New macro' : 'Edit macro'} wide>
        <Show when={editing()} keyed>
          {(macro) => (
            <Suspense fallback={<Skeleton lines={6} />}>
              <MacroForm macro={macro === 'new' ? null : macro} onDone={() => setEditing(null)} />
            </Suspense>
          )}
        </Show>
      </Dialog>
      <ConfirmDialog
        open={removing() !== null}
        onClose={() => setRemoving(null)}
        title={`Delete ${removing()?.name ?? ''}?`}
        text="Nobody can use it any more. What was written with it stays."
        confirm="Delete"
        onConfirm={remove}
      />
    </Section>
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
