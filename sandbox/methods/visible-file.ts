import { canSeeChannel } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { StoredFile } from '../world/types.ts'
import type { World } from '../world/world.ts'

interface Viewer {
  teamId: string
  userId: string
}

/** One's own, or shared where one can see. */
export const canSeeFile = (world: World, file: StoredFile, viewer: Viewer): boolean =>
  file.userId === viewer.userId ||
  file.shares.some(({ channelId }) => {
    const channel = world.channels.get(channelId)
    return channel !== undefined && canSeeChannel(channel, viewer)
  })

/** @throws SlackError `file_not_found`, `file_deleted` */
export function visibleFile(world: World, id: string, viewer: Viewer): StoredFile {
  const file = world.files.get(id)
  if (!file || file.state === 'pending' || file.state === 'uploaded' || !canSeeFile(world, file, viewer))
    throw new SlackError('file_not_found')
  if (file.state === 'deleted') throw new SlackError('file_deleted')
  return file
}
