import { Button } from '../ui/button.tsx'

/** The last resort: something in the page threw. The error goes to the console for whoever helps. */
export function Crashed(props: { error: unknown; onRetry: () => void }) {
  console.error(props.error)
  return (
    <main class="grid h-full place-items-center bg-backdrop p-6">
      <div class="max-w-sm rounded-xl border border-line bg-surface p-6 text-center shadow-low">
        <h1 class="text-lg font-semibold text-ink">This page broke</h1>
        <p class="mt-1 text-sm text-ink-soft">Nothing you sent is lost. Try again; if it breaks again, load the page anew.</p>
        <div class="mt-4 flex justify-center gap-2">
          <Button look="primary" onClick={() => props.onRetry()}>
            Try again
          </Button>
          <Button onClick={() => location.reload()}>Load anew</Button>
        </div>
      </div>
    </main>
  )
}
