import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

/** The built client; bytes are the same wherever it is built. */
const DIST = join(import.meta.dirname, '../../client/dist')
interface Chunk {
  file: string
  imports?: string[]
}
const OFFICE = 'app/workspace.tsx'

/** What is fetched before anything of a page is drawn: the entry, the page's own chunks and all that they import. What comes after that does not count. */
async function kBOf(...pages: string[]): Promise<number> {
  const manifest = JSON.parse(await readFile(join(DIST, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  const files = new Set<string>()
  const add = (name: string) => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`${name} is no chunk of its own: is it still loaded by itself?`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    chunk.imports?.forEach(add)
  }
  for (const name of ['index.html', ...pages]) add(name)
  const sizes = await Promise.all([...files].map(async (file) => gzipSync(await readFile(join(DIST, file))).length))
  return sizes.reduce((sum, size) => sum + size, 0) / 1000
}

it('[SP12] no page needs more JavaScript than its budget before it can be used, in kB of gzip', async () => {
  expect(await kBOf()).toBeLessThan(40)
  expect(await kBOf(OFFICE, 'app/space-route.tsx')).toBeLessThan(100)
  expect(await kBOf(OFFICE, 'inbox/inbox-page.tsx')).toBeLessThan(150)
})
