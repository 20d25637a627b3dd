import { useLocation } from '@solidjs/router'
import { createMemo, lazy } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { pagePart } from '../../ui/page-part.ts'

const CustomersPage = lazy(pagePart(() => import('./customers-page.tsx').then((module) => ({ default: module.CustomersPage }))))
const CustomerPage = lazy(pagePart(() => import('./customer-page.tsx').then((module) => ({ default: module.CustomerPage }))))
const ContactPage = lazy(pagePart(() => import('./contact-page.tsx').then((module) => ({ default: module.ContactPage }))))
const ReportsPage = lazy(pagePart(() => import('../reports/reports-page.tsx').then((module) => ({ default: module.ReportsPage }))))

/** The pages about customers, of which the first page that somebody opens has to know no more than that they are there. */
export function CustomersAndReports() {
  const location = useLocation()
  // While it is left for another one, the page stays what it is.
  const page = createMemo<Page>((before) => pageAt(location.pathname) ?? before, CustomersPage)
  return <Dynamic component={page()} />
}

/** Before it is drawn: see `preloadPageOf`. */
export function preloadCustomersAndReports(pathname: string): Promise<unknown> {
  return pageAt(pathname)?.preload() ?? Promise.resolve()
}

type Page = typeof CustomersPage

function pageAt(pathname: string): Page | null {
  const [, first = '', id] = pathname.split('/')
  if (first === 'customers') return id ? CustomerPage : CustomersPage
  return { contacts: ContactPage, reports: ReportsPage }[first] ?? null
}
