import type { IncomingMessage } from 'node:http'

/** The peer's address; behind a proxy on this machine, the one that the proxy names. */
export function addressOf(request: IncomingMessage): string {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const forwarded = request.headers['x-forwarded-for']
  if (!isLoopback(peer) || typeof forwarded !== 'string') return peer
  return forwarded.split(',').at(-1)?.trim() || peer
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}
