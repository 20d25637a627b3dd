import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.rules.ts'

export interface GuardedPost {
  url: string
  headers: Record<string, string>
  body: string
  /** From the first look-up to the last byte of the answer. */
  timeoutMs: number
  /** Of the answer; what comes after is not read. */
  mostBytes: number
  /** Also private networks and this machine, and plain http. */
  allowPrivate: boolean
}
export interface GuardedAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** Why nothing was sent at all, for people. */
export class AddressRefused extends Error {
  constructor(text: string) {
    super(text)
    this.name = 'AddressRefused'
  }
}

/** What a person may give as an address. @throws AddressRefused */
export function requireSendable(url: string, allowPrivate: boolean): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (!parsed || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:'))
    throw new AddressRefused('Give the address as https://example.com/path.')
  if (parsed.username || parsed.password) throw new AddressRefused('Leave the user name and the password out of the address.')
  if (allowPrivate) return parsed
  if (parsed.protocol !== 'https:') throw new AddressRefused('The address has to begin with https.')
  const host = hostOf(parsed)
  if (host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && !isPublicAddress(host)))
    throw new AddressRefused(NOT_PUBLIC)
  return parsed
}

const NOT_PUBLIC = 'The address leads to this machine or into a private network, where nothing may be sent.'

/**
 * Posts to an address that a person gave. The name is looked up once, every address it has must be a public one, and the call goes to one
 * of those: what the name says a moment later is not asked. Redirects are answers like others and not followed.
 * @throws AddressRefused when nothing was sent; else what the network threw, and then it may have arrived
 */
export function guardedPost({ url, headers, body, timeoutMs, mostBytes, allowPrivate }: GuardedPost): Promise<GuardedAnswer> {
  const target = requireSendable(url, allowPrivate)
  const request = target.protocol === 'https:' ? requestHttps : requestHttp
  const sent = Buffer.from(body, 'utf8')
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const fail = (error: unknown) => reject(signal.aborted ? new Error(`no answer within ${timeoutMs / 1_000} s`) : error)
    const call = request(
      target,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(sent.length) },
        // A connection of its own, to an address that was looked at.
        agent: false,
        ...(!allowPrivate && { lookup: publicLookup(lookup) }),
        signal,
      },
      (response) => {
        const chunks: Buffer[] = []
        let size = 0
        const finish = () => {
          const text = Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8')
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
        }
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          size += chunk.length
          if (size < mostBytes) return
          finish()
          call.destroy()
        })
        response.on('end', finish)
        response.on('error', fail)
      },
    )
    call.on('error', fail)
    call.end(sent)
  })
}

type LookUpAll = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** As `dns.lookup`, but for public addresses only: one other among them, and there is none. */
export function publicLookup(lookUpAll: LookUpAll): LookupFunction {
  return (host, options, done) => {
    lookUpAll(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0)
      const [first] = addresses
      if (!first || addresses.some(({ address }) => !isPublicAddress(address))) return done(new AddressRefused(NOT_PUBLIC), '', 0)
      if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}
