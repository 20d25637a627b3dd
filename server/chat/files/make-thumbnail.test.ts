import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { makeThumbnail, mayBeShown } from './make-thumbnail.ts'

const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#3366cc' } })
const sizeOf = async (bytes: Buffer) => {
  const { format, width, height } = await sharp(bytes).metadata()
  return { format, width, height }
}

describe('[CH1] images', () => {
  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('of the kind %s are shown, with a thumbnail of at most 480 pixels', async (format) => {
    const bytes = await picture(1_200, 600).toFormat(format).toBuffer()
    expect(mayBeShown(bytes)).toBe(true)
    const made = await makeThumbnail(bytes)
    expect(made).toMatchObject({ mimeType: `image/${format}`, width: 1_200, height: 600 })
    expect(await sizeOf(made!.thumbnail)).toEqual({ format: 'webp', width: 480, height: 240 })
  })

  it('that are small are not blown up, and lying ones are put upright', async () => {
    const bytes = await picture(40, 20).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const made = await makeThumbnail(bytes)
    expect(made).toMatchObject({ width: 20, height: 40 })
    expect(await sizeOf(made!.thumbnail)).toMatchObject({ width: 20, height: 40 })
  })

  it('that move show their first picture', async () => {
    const frames = await Promise.all(
      ['#f00', '#0f0'].map((background) =>
        sharp({ create: { width: 30, height: 30, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    expect((await sharp(bytes).metadata()).pages).toBe(2)
    const made = await makeThumbnail(bytes)
    expect(made).toMatchObject({ mimeType: 'image/gif', width: 30, height: 30 })
    expect((await sharp(made!.thumbnail).metadata()).pages ?? 1).toBe(1)
  })

  it('that are broken, too large or of another kind are none', async () => {
    const whole = await picture(200, 200).png().toBuffer()
    const bomb = await picture(9_000, 9_000).jpeg({ quality: 10 }).toBuffer()
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>')
    const tiff = await picture(20, 20).tiff().toBuffer()
    const broken = [
      whole.subarray(0, 40),
      Buffer.concat([whole.subarray(0, 60), Buffer.alloc(500, 7)]),
      Buffer.from('GIF89a'),
      Buffer.alloc(0),
    ]
    for (const bytes of [...broken, bomb, svg, tiff]) expect(await makeThumbnail(bytes)).toBeNull()
    for (const bytes of [svg, tiff, Buffer.from('%PDF-1.7'), Buffer.from('RIFF....WAVE')]) expect(mayBeShown(bytes)).toBe(false)
    expect(await makeThumbnail(whole)).not.toBeNull()
  })
})
