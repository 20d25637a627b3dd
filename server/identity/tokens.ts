import { createHash, randomBytes } from 'node:crypto'

/** A secret for a link or a cookie: 192 random bits. Only its hash is kept. */
export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** SHA-256 in hex; tokens are random, so that no salt is needed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
