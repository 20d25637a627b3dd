import { lazy } from 'solid-js'
import { LATER_PARTS } from './later-parts.tsx'
import { pagePart } from '../ui/page-part.ts'

/** What lies behind the door is loaded when somebody goes through it. */
export const ChatsPage = lazy(pagePart(() => import('./chats-page.tsx').then((module) => ({ default: module.ChatsPage }))))
export const HomePage = lazy(pagePart(() => import('./home-page.tsx').then((module) => ({ default: module.HomePage }))))
export const EditorRoute = lazy(pagePart(() => import('./editor-route.tsx').then((module) => ({ default: module.EditorRoute }))))
export const InboxPage = lazy(pagePart(() => import('../inbox/inbox-page.tsx').then((module) => ({ default: module.InboxPage }))))
const loadCustomersAndReports = () => import('../inbox/customers/customers-and-reports.tsx')
export const CustomersAndReports = lazy(
  pagePart(() => loadCustomersAndReports().then((module) => ({ default: module.CustomersAndReports }))),
)
export const NotFoundPage = lazy(pagePart(() => import('./not-found-page.tsx').then((module) => ({ default: module.NotFoundPage }))))
export const PeoplePage = lazy(pagePart(() => import('./people-page.tsx').then((module) => ({ default: module.PeoplePage }))))
export const SettingsLayout = lazy(
  pagePart(() => import('../settings/settings-layout.tsx').then((module) => ({ default: module.SettingsLayout }))),
)
export const SpaceRoute = lazy(pagePart(() => import('./space-route.tsx').then((module) => ({ default: module.SpaceRoute }))))

/**
 * Fetches what the address shows, before it is drawn. A page that still has to be fetched is drawn in a transition, and what the
 * feed brings during one can be missed by what was drawn already.
 */
export async function preloadPageOf(pathname: string): Promise<void> {
  const [, first = ''] = pathname.split('/')
  if (['customers', 'contacts', 'reports'].includes(first)) {
    const { preloadCustomersAndReports } = await loadCustomersAndReports()
    await Promise.all([CustomersAndReports.preload(), preloadCustomersAndReports(pathname)])
    return
  }
  const page = { chats: ChatsPage, people: PeoplePage, inbox: InboxPage, settings: SettingsLayout }[first]
  // The home page leads on to a space.
  await Promise.all(page ? [page.preload()] : [HomePage.preload(), SpaceRoute.preload()])
}

/**
 * Fetches the other pages once the first one stands. Besides being quicker, a page that is there needs no transition: what
 * the feed brings while one is under way can be drawn wrongly.
 */
export function preloadPages(): () => void {
  const load = () => {
    for (const page of [SpaceRoute, ChatsPage, PeoplePage, InboxPage, SettingsLayout, ...LATER_PARTS]) void page.preload()
  }
  const timer = setTimeout(load, AFTER_MS)
  return () => clearTimeout(timer)
}
const AFTER_MS = 1_500
