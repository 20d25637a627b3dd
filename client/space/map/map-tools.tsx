import { Minus, Plus } from 'lucide-solid'
import { Show, type JSX } from 'solid-js'
import { Kbd } from '../../ui/kbd.tsx'
import { createMediaQuery } from '../../ui/media-query.ts'
import { ReactionBar } from '../gestures/reaction-bar.tsx'
import type { MapControl } from './create-map-control.ts'

/** What lies over the map's lower edge. */
export function MapTools(props: { control: MapControl }) {
  return (
    <>
      <div class="absolute right-3 bottom-3 flex flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-low">
        <ZoomButton
          label="Zoom in"
          disabled={!props.control.canZoomIn()}
          onClick={() => props.control.zoomBy(1)}
          icon={<Plus size={16} />}
        />
        <ZoomButton
          label="Zoom out"
          disabled={!props.control.canZoomOut()}
          onClick={() => props.control.zoomBy(-1)}
          icon={<Minus size={16} />}
        />
      </div>
      <div class="pointer-events-none absolute inset-x-0 bottom-3 mx-auto flex w-fit flex-col items-center gap-2">
        <Show when={!props.control.hinted()}>
          <WalkHint />
        </Show>
        <ReactionBar class="pointer-events-auto max-md:mr-12" />
      </div>
    </>
  )
}

function WalkHint() {
  const touch = createMediaQuery('(pointer: coarse)')
  return (
    <p class="animate-fade-in flex w-fit items-center gap-1.5 rounded-full border border-line bg-raised px-3.5 py-1.5 text-sm text-ink-soft shadow-low">
      <Show when={!touch()} fallback="Tap to walk">
        Walk with <Kbd keys="W" /> <Kbd keys="A" /> <Kbd keys="S" /> <Kbd keys="D" />, arrows or a click
      </Show>
    </p>
  )
}

function ZoomButton(props: { label: string; disabled: boolean; onClick: () => void; icon: JSX.Element }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      disabled={props.disabled}
      onClick={() => props.onClick()}
      class="focus-inset grid size-9 place-items-center text-ink-soft not-first:border-t not-first:border-line hover:bg-hover hover:text-ink disabled:opacity-40"
    >
      {props.icon}
    </button>
  )
}
