export function Kbd(props: { keys: string }) {
  return (
    <kbd class="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line-strong bg-sunken px-1 font-sans text-2xs font-medium text-ink-soft">
      {props.keys}
    </kbd>
  )
}
