/** Whether a reply goes to the channel, too. */
export function AlsoSend(props: { to: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label class="flex min-h-7 items-center gap-2 px-3 text-xs text-ink-soft max-md:min-h-9 max-md:text-sm">
      <input
        type="checkbox"
        class="size-3.5 shrink-0 accent-accent"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span class="truncate">Also send to {props.to}</span>
    </label>
  )
}
