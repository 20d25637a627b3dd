import type { RequestHandler } from 'express'
import { ERRORS } from '@atrium/shared/errors.ts'

/** Whatever changes something has to come from a page of ours: browsers send `Origin` with every such request and pages cannot forge it. */
export function requireOrigin(publicUrl: string): RequestHandler {
  return (request, response, next) => {
    if (isSafe(request.method) || request.headers.origin === publicUrl) return next()
    const { http } = ERRORS.not_allowed
    response.status(http).json({ error: 'not_allowed', message: `Requests have to come from ${publicUrl}.` })
  }
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}
