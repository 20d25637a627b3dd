import type { Request } from 'express'
import { SlackError } from '../world/slack-error.ts'
import type { Json } from '../world/types.ts'

const fromJson = (body: string): Json => {
  try {
    const parsed: unknown = JSON.parse(body || '{}')
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Json
  } catch {
    // Falls through: Slack names the same error for both.
  }
  throw new SlackError('invalid_json')
}

const fromMultipart = async (contentType: string, body: Buffer): Promise<Json> => {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
    return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'))
  } catch {
    throw new SlackError('invalid_form_data')
  }
}

/** The arguments of a call: query, form, multipart or JSON. @see https://docs.slack.dev/apis/web-api/#basics */
export async function readArguments(request: Request): Promise<Json> {
  const query = Object.fromEntries(new URL(request.originalUrl, 'http://sandbox').searchParams)
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const contentType = request.headers['content-type'] ?? ''
  if (contentType.startsWith('application/json')) return { ...query, ...fromJson(body.toString()) }
  if (contentType.startsWith('multipart/form-data')) return { ...query, ...(await fromMultipart(contentType, body)) }
  return { ...query, ...Object.fromEntries(new URLSearchParams(body.toString())) }
}

/** From the header, else the `token` argument (a JSON body's does not count, as in Slack). */
export function readToken(request: Request, args: Json): string | undefined {
  const header = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (header) return header
  const isJson = (request.headers['content-type'] ?? '').startsWith('application/json')
  return typeof args.token === 'string' && !isJson ? args.token : undefined
}

/** `client_id` and `client_secret` may come as basic authentication. */
export function readBasicCredentials(request: Request): Json {
  const encoded = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (!encoded) return {}
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':')
  return { client_id: decodeURIComponent(id), client_secret: decodeURIComponent(secret) }
}
