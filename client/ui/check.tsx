/** One thing that is so or not. */
export function Check(props: { label: string; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <label class="flex items-center gap-2.5 rounded-md px-1 py-1.5 text-sm text-ink hover:bg-hover">
      <input
        type="checkbox"
        class="size-4 shrink-0 accent-accent"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span class="truncate">{props.label}</span>
    </label>
  )
}
