import { createSignal, For, Show, type JSX } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Line, Section } from '../parts/page.tsx'

interface NamedListProps<T extends { name: string }> {
  title: string
  text: string
  /** One of them, as in "New tag". */
  one: string
  things: T[]
  /** False while nobody knows yet whether there are any. */
  known?: boolean
  empty: { title: string; text: string }
  mayAdd: boolean
  mayChange: boolean
  /** What changing one is called, where it is not "Edit". */
  changing?: string
  heading?: (thing: T) => JSX.Element
  words?: (thing: T) => JSX.Element
  /** Of a new one for null. */
  form: (thing: T | null, onDone: () => void) => JSX.Element
  wide?: boolean
  /** What becomes of everything when one is deleted. */
  deleting: string
  onDelete: (thing: T) => Promise<void>
}

/** What has a name and is made, changed and deleted, each in a dialog: tags, teams, policies, macros. */
export function NamedList<T extends { name: string }>(props: NamedListProps<T>) {
  const [editing, setEditing] = createSignal<{ thing: T | null } | null>(null)
  const [removing, setRemoving] = createSignal<T | null>(null)
  const changing = () => props.changing ?? 'Edit'
  const sorted = () => props.things.toSorted((one, other) => one.name.localeCompare(other.name))
  const remove = async () => {
    const thing = removing()
    if (thing) await props.onDelete(thing)
  }
  return (
    <Section
      title={props.title}
      text={props.text}
      action={
        <Show when={props.mayAdd}>
          <Button onClick={() => setEditing({ thing: null })}>New {props.one}</Button>
        </Show>
      }
      flush
    >
      <For
        each={sorted()}
        fallback={
          <Show when={props.known ?? true} fallback={<Skeleton lines={2} class="p-4" />}>
            <EmptyState title={props.empty.title} text={props.empty.text} />
          </Show>
        }
      >
        {(thing) => (
          <Line title={props.heading?.(thing) ?? thing.name} text={props.words?.(thing)}>
            <Show when={props.mayChange}>
              <Button size="small" onClick={() => setEditing({ thing })}>
                {changing()}
                <span class="sr-only"> {thing.name}</span>
              </Button>
              <Button size="small" onClick={() => setRemoving(() => thing)}>
                Delete<span class="sr-only"> {thing.name}</span>
              </Button>
            </Show>
          </Line>
        )}
      </For>
      <Dialog
        open={editing() !== null}
        onClose={() => setEditing(null)}
        title={editing()?.thing ? `${changing()} the ${props.one}` : `New ${props.one}`}
        wide={props.wide ?? false}
      >
        <Show when={editing()} keyed>
          {({ thing }) => props.form(thing, () => setEditing(null))}
        </Show>
      </Dialog>
      <ConfirmDialog
        open={removing() !== null}
        onClose={() => setRemoving(null)}
        title={`Delete ${removing()?.name ?? ''}?`}
        text={props.deleting}
        confirm="Delete"
        onConfirm={remove}
      />
    </Section>
  )
}
