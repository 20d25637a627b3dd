import { Footprints } from 'lucide-solid'
import { For, Show, type JSX } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useCurrentSpace } from '../current-space.tsx'

/** More than this many names are a number. */
const NAMED = 3

/** After whom one walks, and who walks after oneself, with the way to end either. */
export function FollowBar() {
  const { following } = useCurrentSpace()
  const named = () => following.followers().slice(0, NAMED)
  const others = () => following.followers().length - named().length
  return (
    <Show when={following.whom() || named().length > 0}>
      <section aria-label="Following" class="flex shrink-0 flex-wrap gap-x-6 gap-y-1 border-b border-line bg-accent-wash px-4 py-1.5">
        <Show when={following.whom()}>
          {(whom) => (
            <Line
              text={
                <>
                  You follow {whom().person.name}
                  <span class="max-md:hidden">
                    {' '}
                    · <Kbd keys="Esc" /> ends it
                  </span>
                </>
              }
              action="Stop"
              label="Stop following"
              onClick={() => following.stop()}
            />
          )}
        </Show>
        <For each={named()}>
          {({ person }) => (
            <Line
              text={`${person.name} follows you`}
              action="Shake off"
              label={`Shake off ${person.name}`}
              onClick={() => following.shakeOff(person.id)}
            />
          )}
        </For>
        <Show when={others() > 0}>
          <p class="flex h-7 items-center text-sm text-ink-soft">and {others()} more</p>
        </Show>
      </section>
    </Show>
  )
}

function Line(props: { text: JSX.Element; action: string; label: string; onClick: () => void }) {
  return (
    <p class="flex min-w-0 items-center gap-2 text-sm text-ink">
      <Footprints size={14} class="shrink-0 text-accent-ink" aria-hidden="true" />
      <span class="truncate">{props.text}</span>
      <Button size="small" aria-label={props.label} onClick={() => props.onClick()}>
        {props.action}
      </Button>
    </p>
  )
}
