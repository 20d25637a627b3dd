import { lazy, type Component } from 'solid-js'
import { pagePart } from '../ui/page-part.ts'

export interface SettingsPage {
  /** After `/settings/`. */
  path: string
  label: string
  group: 'You' | 'Organization'
  /** For owners and admins. */
  admin: boolean
  component: Component
}

/** Each is loaded when somebody goes there. */
export const SETTINGS_PAGES: readonly SettingsPage[] = [
  {
    path: 'personal',
    label: 'Personal',
    group: 'You',
    admin: false,
    component: lazy(pagePart(() => import('./personal/personal-page.tsx').then((module) => ({ default: module.PersonalPage })))),
  },
  {
    path: 'notifications',
    label: 'Notifications',
    group: 'You',
    admin: false,
    component: lazy(
      pagePart(() => import('./notifications/notifications-page.tsx').then((module) => ({ default: module.NotificationsPage }))),
    ),
  },
  {
    path: 'integrations/slack',
    label: 'Slack',
    group: 'Organization',
    admin: true,
    component: lazy(pagePart(() => import('./slack/slack-page.tsx').then((module) => ({ default: module.SlackPage })))),
  },
  {
    path: 'inbox',
    label: 'Inbox',
    group: 'Organization',
    admin: false,
    component: lazy(pagePart(() => import('./inbox/inbox-settings-page.tsx').then((module) => ({ default: module.InboxSettingsPage })))),
  },
  {
    path: 'chat',
    label: 'Chat',
    group: 'Organization',
    admin: true,
    component: lazy(pagePart(() => import('./chat/chat-page.tsx').then((module) => ({ default: module.ChatPage })))),
  },
  {
    path: 'people',
    label: 'People',
    group: 'Organization',
    admin: false,
    component: lazy(pagePart(() => import('./people/people-settings-page.tsx').then((module) => ({ default: module.PeopleSettingsPage })))),
  },
  {
    path: 'organization',
    label: 'Organization',
    group: 'Organization',
    admin: true,
    component: lazy(
      pagePart(() => import('./organization/organization-page.tsx').then((module) => ({ default: module.OrganizationPage }))),
    ),
  },
  {
    path: 'spaces',
    label: 'Spaces',
    group: 'Organization',
    admin: true,
    component: lazy(pagePart(() => import('./spaces/spaces-page.tsx').then((module) => ({ default: module.SpacesPage })))),
  },
  {
    path: 'guests',
    label: 'Guest links',
    group: 'Organization',
    admin: false,
    component: lazy(pagePart(() => import('./guests/guests-page.tsx').then((module) => ({ default: module.GuestsPage })))),
  },
  {
    path: 'api-keys',
    label: 'API keys',
    group: 'Organization',
    admin: true,
    component: lazy(pagePart(() => import('./integrations/api-keys-page.tsx').then((module) => ({ default: module.ApiKeysPage })))),
  },
  {
    path: 'webhooks',
    label: 'Webhooks',
    group: 'Organization',
    admin: true,
    component: lazy(pagePart(() => import('./integrations/webhooks-page.tsx').then((module) => ({ default: module.WebhooksPage })))),
  },
  {
    path: 'integrations/linear',
    label: 'Linear',
    group: 'Organization',
    admin: true,
    component: lazy(pagePart(() => import('./integrations/linear-page.tsx').then((module) => ({ default: module.LinearPage })))),
  },
  {
    path: 'audit',
    label: 'Audit log',
    group: 'Organization',
    admin: true,
    component: lazy(pagePart(() => import('./audit/audit-page.tsx').then((module) => ({ default: module.AuditPage })))),
  },
]
