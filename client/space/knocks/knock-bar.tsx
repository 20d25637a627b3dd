import { DoorClosed } from 'lucide-solid'
import { For, Show, type JSX } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { useCurrentSpace } from '../current-space.tsx'

/** Who knocks at the room one is in, with the answers; and one's own knock elsewhere. */
export function KnockBar() {
  const current = useCurrentSpace()
  const { knocks } = current
  const roomName = () => current.space()?.rooms.find(({ id }) => id === knocks.own()?.roomId)?.name ?? 'the room'
  return (
    <Show when={knocks.own() || knocks.atMyDoor().length > 0}>
      <section aria-label="Knocks" class="flex shrink-0 flex-wrap gap-x-6 gap-y-1 border-b border-line bg-warn-wash px-4 py-1.5">
        <For each={knocks.atMyDoor()}>
          {(knock) => (
            <Line text={`${knock.person.name} knocks`}>
              <Button size="small" look="primary" aria-label={`Let ${knock.person.name} in`} onClick={() => knocks.answer(knock.id, true)}>
                Let in
              </Button>
              <Button size="small" aria-label={`Do not let ${knock.person.name} in`} onClick={() => knocks.answer(knock.id, false)}>
                Not now
              </Button>
            </Line>
          )}
        </For>
        <Show when={knocks.own()}>
          <Line text={`You knock at ${roomName()}`}>
            <Button size="small" aria-label="Stop knocking" onClick={() => knocks.stop()}>
              Stop
            </Button>
          </Line>
        </Show>
      </section>
    </Show>
  )
}

function Line(props: { text: string; children: JSX.Element }) {
  return (
    <p class="flex min-w-0 items-center gap-2 text-sm text-ink">
      <DoorClosed size={14} class="shrink-0 text-warn" aria-hidden="true" />
      <span class="truncate">{props.text}</span>
      {props.children}
    </p>
  )
}
