import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { openPage, useBrowser } from '../harness/browser.ts'
import { choose } from '../harness/menus.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { enterSpace, sees } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

it('[CH1] who types is seen by the others until they pause, or until their message is there', async () => {
  const { ada, ben } = office()
  const [hers, his] = [await enterSpace(browser(), office(), ada), await enterSpace(browser(), office(), ben)]
  const typing = hers.getByTitle('Ben Okafor is typing…')
  const composer = his.getByRole('textbox', { name: 'Message' })
  await composer.pressSequentially('I think')
  await typing.waitFor()
  await typing.waitFor({ state: 'hidden' })
  await composer.pressSequentially(' so')
  await typing.waitFor()
  await composer.press('Enter')
  await hers.getByText('I think so').waitFor()
  await typing.waitFor({ state: 'hidden' })
})

it('[SP6] three letters and a key lead to somebody on another floor, who can be listed first, and can hide', async () => {
  const { ada, ben } = office()
  const { space } = await ada.api.space.createSpace.mutate({ name: 'Attic' })
  const his = await openPage(browser(), { url: office().server.url, path: `/spaces/${space.id}`, cookie: ben.cookie })
  await his.getByRole('heading', { name: 'Attic', level: 1 }).waitFor()
  const hers = await enterSpace(browser(), office(), ada)
  await hers.getByRole('button', { name: 'List', exact: true }).click()

  await hers.keyboard.press('Control+p')
  await hers.getByRole('dialog', { name: 'People' }).getByText('Available · Attic').waitFor()
  expect(await seriousOn(hers)).toEqual([])
  await hers.keyboard.type('oka')
  await hers.getByRole('button', { name: `Favourite: ${ben.name}`, pressed: false }).click()
  await hers.getByRole('button', { name: `Favourite: ${ben.name}`, pressed: true }).waitFor()
  await hers.getByRole('searchbox', { name: 'Find people' }).fill('')
  await hers.getByRole('list', { name: 'People' }).getByRole('listitem').first().getByText(ben.name, { exact: true }).waitFor()
  await hers.getByRole('searchbox', { name: 'Find people' }).focus()
  await hers.keyboard.press('Shift+Enter')
  await hers.getByRole('heading', { name: 'Attic', level: 1 }).waitFor()
  await hers.getByRole('region', { name: 'People here' }).getByText(ben.name, { exact: true }).waitFor()

  await his.getByRole('button', { name: 'List', exact: true }).click()
  await his.getByRole('button', { name: 'Go there: Library' }).click()
  await his.getByText(/you are in Library/).waitFor()
  await choose(his, 'Your status and appearance', 'Hide where I am')
  await hers.getByRole('region', { name: 'People here' }).getByText(ben.name, { exact: true }).waitFor({ state: 'hidden' })
  await hers.keyboard.press('Control+p')
  await hers.getByRole('dialog', { name: 'People' }).getByText('Not here').first().waitFor()
  await hers.keyboard.press('Escape')
  await hers.getByRole('button', { name: 'Go there: Library' }).click()
  await hers.getByRole('region', { name: 'People here' }).getByText('seen only in this room').waitFor()
  await choose(his, 'Your status and appearance', 'Show where I am')
  await hers.getByRole('region', { name: 'People here' }).getByText('seen only in this room').waitFor({ state: 'hidden' })
  await sees(hers, ben.name)
})

it('[CH4] an admin turns group mentions off: nobody is offered one any more, and what calls one is held back', async () => {
  const { ada, cy } = office()
  const theirs = await enterSpace(browser(), office(), cy)
  const composer = theirs.getByRole('textbox', { name: 'Message' })
  await composer.pressSequentially('@al')
  await theirs.getByRole('option', { name: /all/ }).waitFor()
  const hers = await openPage(browser(), { url: office().server.url, path: '/settings/chat', cookie: ada.cookie })
  await hers.getByRole('radio', { name: 'Off' }).check({ force: true })
  await hers.getByText('@all, @here and @room are off for everybody.').waitFor()
  expect(await seriousOn(hers)).toEqual([])
  await theirs.getByRole('option', { name: /all/ }).waitFor({ state: 'hidden' })
  await composer.fill('@all hello')
  await theirs.getByText('An admin has turned group mentions off. Take out @all, and mention people by name.').first().waitFor()
  await theirs.getByRole('button', { name: 'Send', exact: true, disabled: true }).waitFor()
})
