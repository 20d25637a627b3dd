import { DirectoryPanel } from './directory-panel.tsx'
import { PageHeader } from './page-header.tsx'

export function PeoplePage() {
  return (
    <div class="flex h-full min-h-0 flex-col">
      <PageHeader title="People" />
      <div class="mx-auto min-h-0 w-full max-w-2xl grow">
        <DirectoryPanel />
      </div>
    </div>
  )
}
