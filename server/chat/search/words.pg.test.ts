import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'

const database = useTestDatabase()

async function finds(asked: string, text: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean | null }>`select search.words_of(${text}) @@ search.query_of(${asked}) as found`.execute(
    database().owner.db,
  )
  return rows[0]?.found ?? false
}

it('[CH8] finds words by their beginning (of a short word that is not the last one, the whole), in any order, whatever their case, accents and width', async () => {
  const text = 'Die Übergabe an Zoë: INVOICE-2024.pdf, ｔｏｋｙｏ, Привет'
  for (const asked of ['übergabe', 'UBERG', 'zoe über', 'invoice', 'Invoice-2024.pdf', 'tokyo', 'ＴＯＫ', 'ПРИ'])
    expect(await finds(asked, text), asked).toBe(true)
  expect(await finds('zoe an', text)).toBe(true)
  for (const asked of ['gabe', 'zoe absent', 'invoices', 'zo an']) expect(await finds(asked, text), asked).toBe(false)
})

it('[CH8] finds what is written without spaces by any part of it', async () => {
  const text = '明日の会議は東京タワーです。안녕하세요 여러분 ขอบคุณครับ'
  for (const asked of ['会議', '東京', '京タワー', '東', 'す', 'タワー 会議', '녕하', 'ขอบคุณ', '明日'])
    expect(await finds(asked, text), asked).toBe(true)
  for (const asked of ['大阪', '京東', '会東']) expect(await finds(asked, text), asked).toBe(false)
  expect(await finds('ｶﾞｲﾄﾞ', 'ガイドを読む')).toBe(true)
})

it('[CH8] takes whatever somebody types for words, and nothing for nothing', async () => {
  for (const asked of ['', '   ', "' & | ! ( ) : * <->", '🎉', "'; drop table message; --", '\\', "it's \\'quoted", '<@all>']) {
    await expect(finds(asked, "it's quoted, drop the table of a message")).resolves.toBeTypeOf('boolean')
  }
  expect(await finds('', 'anything')).toBe(false)
  expect(await finds("it's", "it's here")).toBe(true)
  expect(await finds('c++ a\\b', 'written in c++ under a\\b')).toBe(true)
})

it('[CH8] knows an address by its parts, and a mention by none', async () => {
  const text = 'See https://docs.example.com/guide?x=1 or write to ada@northwind.example <@p:0190a1b2-0000-7000-8000-00000000abcd>'
  for (const asked of ['docs.example', 'https://docs.example.com/guide', 'ada@northwind.example', 'ada@north', 'northwind'])
    expect(await finds(asked, text), asked).toBe(true)
  expect(await finds('0190a1b2', text)).toBe(false)
})

it('[CH8] keeps a text of any length', async () => {
  const characters = Array.from({ length: 200_000 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000))).join('')
  expect(await finds(characters.slice(50_000, 50_010), characters)).toBe(true)
  expect(await finds('last', `${'word '.repeat(10_000)} last`)).toBe(true)
})
