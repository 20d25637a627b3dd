import type { Sharp } from 'sharp'
import { SHOWN_IMAGES } from '@atrium/shared/chat/file-limits.ts'

export interface ShownImage {
  /** One of `SHOWN_IMAGES`. */
  mimeType: string
  /** In pixels, as it stands upright. */
  width: number
  height: number
  /** A WebP of its first picture. */
  thumbnail: Buffer
}

const THUMBNAIL_PX = 480
/** 8,000 × 8,000: a quarter of a gigabyte once it is unpacked. */
const MOST_PIXELS = 64_000_000
const LONGEST_S = 15

/** What PNG, JPEG, GIF and WebP begin with: nothing else is worth asking about. */
export function mayBeShown(head: Buffer): boolean {
  const hex = head.toString('hex')
  return /^(89504e470d0a1a0a|ffd8ff|474946383[79]61|52494646.{8}57454250)/.test(hex)
}

/** Looks at what may be an image. @returns null when it is none that can be shown: another format, broken, or too large. */
export function makeThumbnail(bytes: Buffer): Promise<ShownImage | null> {
  return look(bytes).catch(() => null)
}

async function look(bytes: Buffer): Promise<ShownImage | null> {
  const open = await loadSharp()
  const { format, autoOrient } = await open(bytes).metadata()
  const mimeType = `image/${format}`
  if (!SHOWN_IMAGES.includes(mimeType)) return null
  const thumbnail = await open(bytes)
    .autoOrient()
    .resize({ width: THUMBNAIL_PX, height: THUMBNAIL_PX, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78 })
    .timeout({ seconds: LONGEST_S })
    .toBuffer()
  return { mimeType, width: autoOrient.width, height: autoOrient.height, thumbnail }
}

let loading: Promise<(bytes: Buffer) => Sharp> | null = null

/** Only once somebody sends an image: it is large, and where it does not run there are no thumbnails. */
function loadSharp(): Promise<(bytes: Buffer) => Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false)
    sharp.concurrency(1)
    // What reads anything else is shut, whatever the bytes say they are.
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadNsgif', 'VipsForeignLoadWebp'] })
    return (bytes) => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
  })
  return loading
}
