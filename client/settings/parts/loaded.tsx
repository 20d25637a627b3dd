import { Match, Switch, type Accessor, type JSX } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

interface Query<T> {
  value: Accessor<T | undefined>
  error: Accessor<string>
  reload: () => Promise<void>
}

/** What was fetched, or that it is being fetched, or why it could not be. */
export function Loaded<T>(props: { query: Query<T>; children: (value: Accessor<NonNullable<T>>) => JSX.Element }) {
  return (
    <Switch fallback={<Skeleton lines={3} class="p-4" />}>
      <Match when={props.query.value()}>{(value) => props.children(value)}</Match>
      <Match when={props.query.error()}>
        <EmptyState title="This could not be loaded" text={props.query.error()}>
          <Button onClick={() => void props.query.reload()}>Try again</Button>
        </EmptyState>
      </Match>
    </Switch>
  )
}
