import { A } from '@solidjs/router'
import { Compass } from 'lucide-solid'
import { EmptyState } from '../ui/empty-state.tsx'

export function NotFoundPage() {
  return (
    <div class="grid h-full place-items-center">
      <EmptyState icon={<Compass size={20} />} title="There is nothing here" text="The address is wrong, or you may not see it.">
        <A href="/" class="text-sm font-medium text-accent-ink hover:underline">
          Back to the office
        </A>
      </EmptyState>
    </div>
  )
}
