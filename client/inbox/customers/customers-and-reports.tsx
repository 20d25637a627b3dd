import { useLocation } from '@solidjs/router'
import { lazy, untrack } from 'solid-js'
import { pagePart } from '../../ui/page-part.ts'

const CustomersPage = lazy(pagePart(() => import('./customers-page.tsx').then((module) => ({ default: module.CustomersPage }))))
const CustomerPage = lazy(pagePart(() => import('./customer-page.tsx').then((module) => ({ default: module.CustomerPage }))))
const ContactPage = lazy(pagePart(() => import('./contact-page.tsx').then((module) => ({ default: module.ContactPage }))))
const ReportsPage = lazy(pagePart(() => import('../reports/reports-page.tsx').then((module) => ({ default: module.ReportsPage }))))

/** The pages about customers, of which the first page that somebody opens has to know no more than that they are there. */
export function CustomersAndReports() {
  const location = useLocation()
  // Another address is another route: while it is left, the page stays what it is.
  const Page = untrack(() => pageAt(location.pathname))
  return <Page />
}

/** Before it is drawn: see `preloadPageOf`. */
export function preloadCustomersAndReports(pathname: string): Promise<unknown> {
  return pageAt(pathname).preload()
}

function pageAt(pathname: string) {
  const [, first, id] = pathname.split('/')
  if (first === 'contacts') return ContactPage
  if (first === 'reports') return ReportsPage
  return id ? CustomerPage : CustomersPage
}
