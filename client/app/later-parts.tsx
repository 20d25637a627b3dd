import { createMemo, lazy, Show, Suspense, type ComponentProps } from 'solid-js'
import type { ChatPanelProps } from '../chat/chat-panel.tsx'
import { pagePart } from '../ui/page-part.ts'
import { Skeleton } from '../ui/skeleton.tsx'

const LaterChatPanel = lazy(pagePart(() => import('../chat/chat-panel.tsx').then((module) => ({ default: module.ChatPanel }))))
const LaterFirstSteps = lazy(pagePart(() => import('../welcome/first-steps.tsx').then((module) => ({ default: module.FirstSteps }))))
const LaterNotFoundPage = lazy(pagePart(() => import('./not-found-page.tsx').then((module) => ({ default: module.NotFoundPage }))))
const LaterStatusDialog = lazy(
  pagePart(() => import('../space/status/status-dialog.tsx').then((module) => ({ default: module.StatusDialog }))),
)
const LaterTabBar = lazy(pagePart(() => import('./tab-bar.tsx').then((module) => ({ default: module.TabBar }))))

/** It comes after the page beside it: one can look around and walk before it is there. */
export function ChatPanel(props: ChatPanelProps) {
  return (
    <Suspense fallback={<Skeleton lines={6} withAvatar class="p-6" />}>
      <LaterChatPanel {...props} />
    </Suspense>
  )
}

export function FirstSteps(props: ComponentProps<typeof LaterFirstSteps>) {
  return (
    <Suspense>
      <LaterFirstSteps {...props} />
    </Suspense>
  )
}

/** Of an address that leads nowhere. */
export function NotFoundPage() {
  return (
    <Suspense>
      <LaterNotFoundPage />
    </Suspense>
  )
}

/** On phones only. */
export function TabBar() {
  return (
    <Suspense fallback={<div class="h-14 shrink-0 border-t border-line bg-surface" />}>
      <LaterTabBar />
    </Suspense>
  )
}

/** Fetched when it is opened for the first time, or with the other pages before that. */
export function StatusDialog(props: ComponentProps<typeof LaterStatusDialog>) {
  const everOpened = createMemo((before: boolean) => before || props.open, false)
  return (
    <Show when={everOpened()}>
      <Suspense>
        <LaterStatusDialog {...props} />
      </Suspense>
    </Show>
  )
}

/** What most people come to need, so that it is there by then. */
export const LATER_PARTS = [LaterChatPanel, LaterStatusDialog]
