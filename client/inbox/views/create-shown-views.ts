import type { Feed } from '../../realtime/feed.tsx'
import type { ShownView } from '../inbox-context.tsx'
import { NONE_FITS, VIEW_NAMES, viewNameOf, VIEWS, type ViewName } from '../inbox-view.rules.ts'
import { isId } from '@atrium/shared/ids.ts'
import type { SavedViewView } from '@atrium/shared/inbox/conversation-filter.ts'

/** What everybody has, then what somebody saved, by name. */
export function createShownViews({ state }: Feed) {
  const views = (): ShownView[] => {
    const saved = Object.values(state.savedViews).toSorted((one, other) => one.name.localeCompare(other.name))
    return [...VIEW_NAMES.map(builtIn), ...saved.map(fromSaved)]
  }
  const viewOf = (key: string | undefined): ShownView | null => {
    if (key === undefined || !isId(key)) return builtIn(viewNameOf(key))
    return views().find((view) => view.key === key) ?? null
  }
  return { views, viewOf }
}

function builtIn(name: ViewName): ShownView {
  const { label, filter, empty } = VIEWS[name]
  return { key: name, label, filter, empty, saved: null }
}

function fromSaved(saved: SavedViewView): ShownView {
  return { key: saved.id, label: saved.name, filter: saved.filter, empty: NONE_FITS, saved }
}
