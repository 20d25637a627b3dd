import { TriangleAlert } from 'lucide-solid'
import { For } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { consequencesOf } from './lacking-grant.rules.ts'

/** What one's own grant in Slack does not give, and the way to grant it. */
export function LackingGrant(props: { teamName: string; missingScopes: string[]; busy: boolean; onGrant: () => void }) {
  return (
    <div class="p-3">
      <section
        aria-label={`Permissions missing in ${props.teamName}`}
        class="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-warn-wash px-3 py-2 text-sm text-warn"
      >
        <TriangleAlert size={15} class="shrink-0 self-start" aria-hidden="true" />
        <div class="min-w-0 grow basis-60 break-words">
          <p class="font-medium">Some things do not work: your account allows less than Atrium asks for.</p>
          <ul class="mt-1 list-disc pl-4">
            <For each={consequencesOf(props.missingScopes)}>{(text) => <li>{text}</li>}</For>
          </ul>
          <p class="mt-1">
            Missing: <span class="font-mono text-xs">{props.missingScopes.join(', ')}</span>
          </p>
        </div>
        <Button size="small" busy={props.busy} onClick={() => props.onGrant()}>
          Grant again
        </Button>
      </section>
    </div>
  )
}
