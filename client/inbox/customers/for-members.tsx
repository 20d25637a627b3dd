import { Show, type JSX } from 'solid-js'
import { useMe } from '../../identity/session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

/** Visitors see nothing of the inbox. */
export function ForMembers(props: { icon: JSX.Element; title: string; children: JSX.Element }) {
  const me = useMe()
  return (
    <Show when={me().actor.kind === 'member'} fallback={<EmptyState icon={props.icon} title={props.title} />}>
      {props.children}
    </Show>
  )
}
