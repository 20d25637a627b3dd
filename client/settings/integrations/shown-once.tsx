import { CopyButton } from '../parts/copy-button.tsx'

/** A secret that nobody is told again. */
export function ShownOnce(props: { text: string; label: string; value: string; copy: string }) {
  return (
    <div role="status" class="mt-4 flex flex-col gap-2 rounded-lg bg-good-wash p-3">
      <p class="text-sm text-good">{props.text} It is shown this once: copy it now.</p>
      <div class="flex flex-wrap items-center gap-2">
        <input
          readonly
          aria-label={props.label}
          value={props.value}
          onFocus={(event) => event.currentTarget.select()}
          class="h-8 min-w-0 grow basis-60 rounded-md border border-line bg-surface px-2.5 font-mono text-xs text-ink"
        />
        <CopyButton text={props.value} label={props.copy} />
      </div>
    </div>
  )
}
