import { lazy, Suspense } from 'solid-js'
import { Dialog } from '../../ui/dialog.tsx'
import { pagePart } from '../../ui/page-part.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useChat } from '../chat-context.tsx'

const SearchPanel = lazy(pagePart(() => import('./search-panel.tsx').then((module) => ({ default: module.SearchPanel }))))

/** Finds people and messages from anywhere. Its code is loaded when it is opened for the first time. */
export function SearchDialog() {
  const { search } = useChat()
  return (
    <Dialog open={search.isOpen()} onClose={search.close} title={search.scope()?.label ?? 'Search'} wide fromTop>
      <Suspense fallback={<Skeleton lines={3} />}>
        <SearchPanel />
      </Suspense>
    </Dialog>
  )
}
