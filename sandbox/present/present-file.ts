import type { Json, StoredFile } from '../world/types.ts'
import type { World } from '../world/world.ts'

const shareKind = (world: World, channelId: string): 'public' | 'private' =>
  world.channels.get(channelId)?.kind === 'public' ? 'public' : 'private'

const sharesOf = (world: World, file: StoredFile): Json => {
  const shares: Record<'public' | 'private', Record<string, Json[]>> = { public: {}, private: {} }
  for (const { channelId, ts, threadTs, userId } of file.shares) {
    const of = (shares[shareKind(world, channelId)][channelId] ??= [])
    const channelName = world.channels.get(channelId)?.name ?? ''
    of.push({
      reply_users: [],
      reply_users_count: 0,
      reply_count: 0,
      ts,
      channel_name: channelName,
      team_id: file.teamId,
      share_user_id: userId,
      ...(threadTs ? { thread_ts: threadTs } : {}),
    })
  }
  return Object.fromEntries(Object.entries(shares).filter(([, channels]) => Object.keys(channels).length > 0))
}

const channelsWhere = (world: World, file: StoredFile, test: (kind: string | undefined) => boolean): string[] => [
  ...new Set(file.shares.map((share) => share.channelId).filter((id) => test(world.channels.get(id)?.kind))),
]

/**
 * The other side of a shared channel gets an id and must ask.
 * @see https://docs.slack.dev/apis/slack-connect/using-slack-connect-api#files
 */
export function presentFile(world: World, file: StoredFile, viewerTeamId: string = file.teamId): Json {
  if (file.teamId !== viewerTeamId) return { id: file.id, file_access: 'check_file_info' }
  const path = `${file.teamId}-${file.id}`
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: file.filetype.toUpperCase(),
    user: file.userId,
    user_team: file.teamId,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: file.shares.some((share) => shareKind(world, share.channelId) === 'public'),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${world.baseUrl}/files-pri/${path}/${encodeURIComponent(file.name)}`,
    url_private_download: `${world.baseUrl}/files-pri/${path}/download/${encodeURIComponent(file.name)}`,
    permalink: `${world.baseUrl}/files/${file.userId}/${file.id}/${encodeURIComponent(file.name)}`,
    ...(file.altText ? { alt_txt: file.altText } : {}),
    has_rich_preview: false,
    file_access: 'visible',
  }
}

/** Where a file has been shared, as `files.info` lists it. */
export const presentFileShares = (world: World, file: StoredFile): Json => ({
  shares: sharesOf(world, file),
  channels: channelsWhere(world, file, (kind) => kind === 'public'),
  groups: channelsWhere(world, file, (kind) => kind === 'private' || kind === 'mpim'),
  ims: channelsWhere(world, file, (kind) => kind === 'im'),
  has_more_shares: false,
})
