import { Milestone } from 'lucide-solid'
import { For, Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { useCurrentSpace } from '../current-space.tsx'

/** The ways on to other spaces, for whoever does without the map. */
export function PortalList() {
  const current = useCurrentSpace()
  const portals = () => current.space()?.map.portals ?? []
  return (
    <Show when={portals().length > 0}>
      <section aria-label="Portals" class="rounded-xl border border-line bg-surface shadow-low">
        <h2 class="flex min-h-12 items-center pl-4 text-base font-semibold text-ink">Portals</h2>
        <ul class="border-t border-line px-1.5 py-1.5">
          <For each={portals()}>
            {(portal) => (
              <li class="flex min-h-11 items-center gap-3 rounded-lg px-2.5 hover:bg-hover">
                <Milestone size={16} class="shrink-0 text-accent" aria-hidden="true" />
                <span class="min-w-0 grow truncate text-base text-ink">
                  {current.portals.spaceName(portal.to) ?? 'A space that you may not enter'}
                </span>
                <Show when={current.portals.spaceName(portal.to)}>
                  {(name) => (
                    <Button size="small" data-roving aria-label={`Go to ${name()}`} onClick={() => current.portals.go(portal)}>
                      Go to
                    </Button>
                  )}
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}
