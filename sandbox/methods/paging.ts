import { SlackError } from '../world/slack-error.ts'

const encode = (value: string): string => Buffer.from(`next:${value}`).toString('base64')

const decode = (cursor: string): string => {
  const plain = Buffer.from(cursor, 'base64').toString()
  if (!plain.startsWith('next:')) throw new SlackError('invalid_cursor')
  return plain.slice(5)
}

export interface Page<T> {
  items: T[]
  /** Empty on the last page. */
  nextCursor: string
}

/**
 * One page of a list. The cursor names the next item by `key`, so pages stay right while the list changes.
 * @throws SlackError `invalid_cursor`
 * @see https://docs.slack.dev/apis/web-api/pagination
 */
export function pageOf<T>(all: T[], request: { cursor?: string; limit: number }, key: (item: T) => string): Page<T> {
  let start = 0
  if (request.cursor) {
    const wanted = decode(request.cursor)
    start = all.findIndex((item) => key(item) === wanted)
    if (start < 0) throw new SlackError('invalid_cursor')
  }
  const items = all.slice(start, start + request.limit)
  const next = all[start + request.limit]
  return { items, nextCursor: next === undefined ? '' : encode(key(next)) }
}

/** @throws SlackError `invalid_limit` outside 1..max */
export function checkLimit(limit: number | undefined, rule: { fallback: number; max: number }): number {
  if (limit === undefined || limit === 0) return rule.fallback
  if (!Number.isInteger(limit) || limit < 1 || limit > rule.max) throw new SlackError('invalid_limit')
  return limit
}

export const cursorOf = (nextCursor: string) => ({ response_metadata: { next_cursor: nextCursor } })
