import type { ReceivedFile } from '../../chat/files/receive-files.ts'

/** A file as a message, an event or `files.info` describes it; as little as an id. @see https://docs.slack.dev/reference/objects/file-object */
export interface SlackFile {
  id?: string | null | undefined
  name?: string | null | undefined
  title?: string | null | undefined
  mimetype?: string | null | undefined
  size?: number | null | undefined
  /** `hosted`, `snippet`, `email`, `external`, `tombstone`, `hidden_by_limit`, `space` and others. */
  mode?: string | null | undefined
  /** `visible`, `check_file_info`, `file_not_found`, `access_denied`. */
  file_access?: string | null | undefined
  is_external?: boolean | null | undefined
  external_url?: string | null | undefined
  url_private?: string | null | undefined
  url_private_download?: string | null | undefined
  permalink?: string | null | undefined
  original_w?: unknown
  original_h?: unknown
}

/** What of a file there is to fetch, or why there is nothing. `failure` is for people. */
export type Fetchable = { address: string } | { failure: string } | 'ask'

/** Of these Slack has the bytes. Canvases and lists are pages of its own, whose bytes nobody can read. */
const WITH_BYTES = ['hosted', 'snippet', 'email', 'post']

/** Its owner has deleted it; its place in the message is all that is left. */
export function isGone({ mode, file_access: access }: SlackFile): boolean {
  return mode === 'tombstone' || access === 'file_not_found'
}

/** `ask`: it has to be asked about first. */
export function fetchableOf(file: SlackFile): Fetchable {
  const { mode, file_access: access } = file
  if (isGone(file)) return { failure: 'It was deleted in Slack.' }
  if (mode === 'hidden_by_limit') return { failure: 'Slack hides it: the workspace has reached the limit of its plan.' }
  if (access === 'access_denied') return { failure: 'Slack lets nobody outside its own workspace read it.' }
  if (access === 'check_file_info') return 'ask'
  if (mode === 'external' || file.is_external) {
    const at = file.external_url || file.url_private
    return { failure: `Slack has only a link to it${at ? `: ${at}` : '.'}` }
  }
  if (mode && !WITH_BYTES.includes(mode)) return { failure: inSlackOnly('It is a page of Slack’s own.', file) }
  const address = file.url_private_download || file.url_private
  return address ? { address } : 'ask'
}

/** Words for a file that stays in Slack, with where it is. */
export function inSlackOnly(why: string, { permalink }: SlackFile): string {
  return permalink ? `${why} Open it in Slack: ${permalink}` : `${why} Open it in Slack.`
}

/** What is shown of a file before its bytes are here. */
export function describeFile(file: SlackFile): ReceivedFile {
  return {
    name: file.name || file.title || 'File from Slack',
    mimeType: file.mimetype || 'application/octet-stream',
    sizeBytes: file.size ?? 0,
    width: pixels(file.original_w),
    height: pixels(file.original_h),
  }
}

/** Slack writes them as numbers, and at times as text. */
function pixels(value: unknown): number | null {
  const count = Number(value)
  return Number.isInteger(count) && count > 0 ? count : null
}
