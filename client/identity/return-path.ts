/** Where to go after signing in: only ever a path of this site. */
export function safeReturnPath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/'
}
