import { Index } from 'solid-js'

/** Grey bars in the place of what is being loaded. `aria-busy` belongs on the region around them. */
export function Skeleton(props: { lines: number; withAvatar?: boolean; class?: string }) {
  const widths = ['w-3/5', 'w-4/5', 'w-2/5', 'w-2/3']
  return (
    <div class={`animate-shimmer flex flex-col gap-4 ${props.class ?? ''}`} aria-hidden="true">
      <Index each={Array.from({ length: props.lines }, (_, index) => widths[index % widths.length])}>
        {(width) => (
          <div class="flex items-center gap-3">
            <div class="size-8 shrink-0 rounded-full bg-hover" classList={{ hidden: !props.withAvatar }} />
            <div class="flex grow flex-col gap-2">
              <div class="h-2.5 w-24 rounded-full bg-hover" />
              <div class={`h-2.5 rounded-full bg-hover ${width()}`} />
            </div>
          </div>
        )}
      </Index>
    </div>
  )
}
