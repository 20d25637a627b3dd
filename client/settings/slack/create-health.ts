import { createEffect, onCleanup } from 'solid-js'
import type { InstallationId } from '@atrium/shared/ids.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { createQuery } from '../parts/create-query.ts'

const EVERY_MS = 5_000

/** How a workspace is doing, asked again every few seconds while somebody looks. */
export function createHealth(installationId: InstallationId, isSeen: () => boolean) {
  const { api } = useConnection()
  const query = createQuery(() => api.slack.health.query({ installationId }))
  createEffect(() => {
    if (!isSeen()) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && !query.loading()) void query.reload()
    }, EVERY_MS)
    onCleanup(() => clearInterval(timer))
  })
  return query
}
