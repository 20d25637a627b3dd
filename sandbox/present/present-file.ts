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

/** Where the bytes are; no slash at the end. */
export const filesUrl = (world: World): string => world.settings.files_url ?? world.baseUrl

/** Slack makes these of every picture, never larger than it is. */
const THUMB_EDGES = [64, 80, 160, 360, 480, 720, 800, 960, 1024]
const SQUARE_UP_TO = 160

const thumbsOf = (world: World, { id, teamId, name, width, height }: StoredFile): Json => {
  if (!width || !height) return {}
  const stem = name.replace(/\.[^.]*$/, '')
  const thumbs = THUMB_EDGES.filter((edge) => edge <= 360 || edge < Math.max(width, height)).map((edge): Json => {
    const key = `thumb_${edge}`
    const url = `${filesUrl(world)}/files-tmb/${teamId}-${id}/${encodeURIComponent(`${stem}_${edge}.png`)}`
    if (edge <= SQUARE_UP_TO) return { [key]: url }
    const scale = Math.min(1, edge / Math.max(width, height))
    return { [key]: url, [`${key}_w`]: Math.round(width * scale), [`${key}_h`]: Math.round(height * scale) }
  })
  return Object.assign({ original_w: width, original_h: height }, ...thumbs) as Json
}

/**
 * As it stands in a message. The other side of a shared channel gets an id and must ask.
 * @see https://docs.slack.dev/apis/slack-connect/using-slack-connect-api#files
 */
export function presentFileIn(world: World, file: StoredFile, viewerTeamId: string): Json {
  if (file.state === 'deleted') return { id: file.id, mode: 'tombstone' }
  return file.teamId !== viewerTeamId || file.needsInfo ? { id: file.id, file_access: 'check_file_info' } : presentFile(world, file)
}

/** All of it, as `files.info` tells. */
export function presentFile(world: World, file: StoredFile): Json {
  // What the limit of the free plan hides keeps its id and its day.
  if (file.mode === 'hidden_by_limit') return { id: file.id, mode: 'hidden_by_limit', created: file.created, timestamp: file.created }
  const isExternal = file.mode === 'external'
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
    mode: isExternal ? 'external' : 'hosted',
    is_external: isExternal,
    external_type: isExternal ? 'gdrive' : '',
    is_public: file.shares.some((share) => shareKind(world, share.channelId) === 'public'),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    ...urlsOf(world, file),
    permalink: `${world.baseUrl}/files/${file.userId}/${file.id}/${encodeURIComponent(file.name)}`,
    ...thumbsOf(world, file),
    ...(file.altText ? { alt_txt: file.altText } : {}),
    has_rich_preview: false,
    file_access: 'visible',
  }
}

const urlsOf = (world: World, file: StoredFile): Json => {
  const name = encodeURIComponent(file.name)
  if (file.mode === 'external') return { url_private: `https://drive.example/${file.id}/${name}` }
  const folder = `${filesUrl(world)}/files-pri/${file.teamId}-${file.id}`
  return { url_private: `${folder}/${name}`, url_private_download: `${folder}/download/${name}` }
}

/** Where a file has been shared, as `files.info` lists it. */
export const presentFileShares = (world: World, file: StoredFile): Json => ({
  shares: sharesOf(world, file),
  channels: channelsWhere(world, file, (kind) => kind === 'public'),
  groups: channelsWhere(world, file, (kind) => kind === 'private' || kind === 'mpim'),
  ims: channelsWhere(world, file, (kind) => kind === 'im'),
  has_more_shares: false,
})
