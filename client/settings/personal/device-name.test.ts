import { describe, expect, it } from 'vitest'
import { deviceName } from './device-name.rules.ts'

describe('names of devices', () => {
  it('[ID1] tells browser and system', () => {
    expect(deviceName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Linux')
    expect(
      deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1'),
    ).toBe('Safari on iPhone')
    expect(deviceName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0')).toBe('Edge on Windows')
  })
  it('has a name for what it does not know', () => {
    expect(deviceName(null)).toBe('Unknown device')
    expect(deviceName('node')).toBe('Unknown device')
  })
})
