import type { LookupAddress } from 'node:dns'
import { describe, expect, it } from 'vitest'
import { AddressRefused, publicLookup, requireSendable } from './guarded-post.ts'

describe('[IN14] an address that a person gives', () => {
  it('is one of the internet over https', () => {
    expect(requireSendable('https://example.com/hooks?a=1', false).href).toBe('https://example.com/hooks?a=1')
    expect(requireSendable('https://8.8.8.8/', false).host).toBe('8.8.8.8')
  })

  it.each([
    ...['http://example.com/', 'ftp://example.com/', 'example.com', '', 'javascript:alert(1)', 'https://user:word@example.com/'],
    ...['https://localhost/', 'https://LOCALHOST/', 'https://a.localhost/', 'https://127.0.0.1/', 'https://0x7f.1/', 'https://2130706433/'],
    ...['https://[::1]/', 'https://[::ffff:10.0.0.1]/', 'https://10.1.2.3/', 'https://169.254.169.254/latest', 'https://[fd00::1]/'],
  ])('%j is none where something may be sent', (url) => {
    expect(() => requireSendable(url, false)).toThrow(AddressRefused)
  })

  it('may be this machine where the server’s configuration allows that', () => {
    expect(requireSendable('http://127.0.0.1:3000/', true).port).toBe('3000')
    expect(() => requireSendable('http://user:word@127.0.0.1/', true)).toThrow(AddressRefused)
  })
})

describe('[IN14] a name is looked up once', () => {
  const looked = (addresses: string[], all: boolean) =>
    new Promise<unknown>((resolve, reject) => {
      const known: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      const lookup = publicLookup((_host, _options, done) => done(null, known))
      lookup('hooks.example', { all }, (error: Error | null, found: unknown) => (error ? reject(error) : resolve(found)))
    })

  it('and what was found is where the call goes', async () => {
    expect(await looked(['93.184.215.14'], false)).toBe('93.184.215.14')
    expect(await looked(['93.184.215.14', '2606:4700::1111'], true)).toHaveLength(2)
  })

  it.each([[['127.0.0.1']], [['93.184.215.14', '10.0.0.1']], [['::1']], [['169.254.169.254']], [[]]])(
    'but nothing is sent to %j',
    async (addresses) => {
      await expect(looked(addresses, true)).rejects.toThrow(AddressRefused)
      await expect(looked(addresses, false)).rejects.toThrow(AddressRefused)
    },
  )
})
