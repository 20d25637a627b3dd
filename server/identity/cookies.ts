/** The names of our cookies. Over https the browser itself guards them: `__Host-` admits no other host, path or plain connection. */
export interface CookieNames {
  session: string
  visitor: string
  /** Which organization a person of several is in; set by the page, and only ever a choice among their own. */
  organization: string
}

export function cookieNames(publicUrl: string): CookieNames {
  const prefix = isSecure(publicUrl) ? '__Host-' : ''
  return { session: `${prefix}atrium-session`, visitor: `${prefix}atrium-visitor`, organization: 'atrium-organization' }
}

export function isSecure(publicUrl: string): boolean {
  return publicUrl.startsWith('https:')
}

/** One cookie out of a `Cookie` header; null when absent. */
export function readCookie(header: string | null | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=')
  }
  return null
}
