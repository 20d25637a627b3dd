import pg from 'pg'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { createPostgresBus } from '@atrium/server/infra/bus-postgres.ts'
import { createLogger } from '@atrium/server/infra/logger.ts'

/** One end of what carries hints. */
export interface Wire {
  tell(organizationId: OrganizationId, head: number): void
  onTold(listener: (organizationId: OrganizationId, head: number) => void): void
}

/** @param name `atrium` or `notify` */
export async function connectWire(databaseUrl: string, name: string): Promise<Wire> {
  return name === 'atrium' ? atriumsBus(databaseUrl) : bareNotify(databaseUrl)
}

function atriumsBus(databaseUrl: string): Wire {
  const bus = createPostgresBus({ databaseUrl, logger: createLogger('warn') })
  return {
    tell: (organizationId, head) => bus.feedMoved(organizationId, head),
    onTold: (listener) => void bus.onFeedMoved((organizationId, head) => listener(organizationId, head)),
  }
}

async function bareNotify(connectionString: string): Promise<Wire> {
  const client = new pg.Client({ connectionString, pipeline: true })
  await client.connect()
  await client.query('listen bare_hints')
  const filler = ' '.repeat(200)
  return {
    tell(organizationId, head) {
      const values = [`${organizationId} ${head}${filler}`]
      void client.query({ name: 'tell', text: `select pg_notify('bare_hints', $1)`, values })
    },
    onTold(listener) {
      client.on('notification', ({ payload = '' }) => {
        const [organizationId, head] = payload.split(' ')
        listener(organizationId as OrganizationId, Number(head))
      })
    },
  }
}
