/** Who acts, where they look. Kept in the address, so that a reload comes back to it. */
export interface Place {
  teamId: string
  userId: string
  channelId: string
  threadTs: string
}

/** From the address: `/archives/…` as in Slack's permalinks, or what `keepPlace` wrote. */
export function readPlace(): Place {
  const [, channelId = '', message = ''] = /^\/archives\/(\w+)(?:\/p(\d+))?/.exec(location.pathname) ?? []
  const [teamId = '', userId = '', hashChannel = '', threadTs = ''] = location.hash.slice(1).split('/')
  const ts = message ? `${message.slice(0, -6)}.${message.slice(-6)}` : threadTs
  return { teamId, userId, channelId: channelId || hashChannel, threadTs: ts }
}

export const keepPlace = ({ teamId, userId, channelId, threadTs }: Place): void =>
  history.replaceState(null, '', `/#${[teamId, userId, channelId, threadTs].filter(Boolean).join('/')}`)
