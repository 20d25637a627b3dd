import { it } from 'vitest'
import { useBrowser } from '../harness/browser.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { choose } from '../harness/menus.ts'
import { enterSpace, say, sees } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

it('[SP3, SP4, SP5, SP7, SP9] from the list alone: a notice when somebody is free, a tap, a wave and its answer, a reaction, walking after somebody until they shake one off, a word to who stands near, and a knock', async () => {
  const { ada, ben } = office()
  const [hers, his] = [await enterSpace(browser(), office(), ada), await enterSpace(browser(), office(), ben)]
  await sees(hers, ben.name)
  await sees(his, ada.name)

  await his.getByRole('button', { name: 'Your status and appearance' }).click()
  await his.getByRole('menuitemradio', { name: 'Do not disturb' }).click()
  await choose(hers, `More for ${ben.name}`, 'Tell me when free')
  await choose(his, 'Your status and appearance', 'Say what you are doing…')
  await his.getByLabel('coffee').check()
  await his.getByLabel('Beside your name').fill('in a minute')
  await his.getByLabel('For how long').selectOption('1 hour')
  await his.getByRole('button', { name: 'Save' }).click()
  await hers.getByText(/Do not disturb · ☕ in a minute until/).waitFor()
  await his.getByRole('button', { name: 'Your status and appearance' }).click()
  await his.getByRole('menuitemradio', { name: 'Available' }).click()
  await hers.getByText(`${ben.name} is available now.`).waitFor()

  await his.getByRole('link', { name: 'People' }).click()
  await choose(hers, `More for ${ben.name}`, 'Tap on the shoulder')
  await his.getByText(`${ada.name} taps you on the shoulder.`).waitFor()
  await his.goBack()
  await choose(hers, `More for ${ben.name}`, 'Wave')
  await his.getByText(`${ada.name} waves at you.`).waitFor()
  await his.getByRole('button', { name: 'Wave back' }).click()
  await hers.getByText(`${ben.name} waves at you.`).waitFor()
  await his.getByRole('button', { name: 'React: party popper' }).click()
  await hers.getByRole('region', { name: 'People here' }).getByText('🎉').waitFor()

  await choose(hers, `More for ${ben.name}`, 'Follow')
  await hers.getByText(`You follow ${ben.name}`).first().waitFor()
  await his.getByRole('button', { name: 'Go there: Library' }).click()
  await hers.getByText(/you are in Library/).waitFor()
  await hers.getByText(`You stand with ${ben.name}`).waitFor()
  await hers.getByRole('button', { name: 'Open the nearby chat' }).click()
  await say(hers, 'over here')
  await his.getByRole('navigation', { name: 'Chats here' }).getByRole('button', { name: 'Nearby 1 unread' }).click()
  await his.getByRole('log', { name: 'Messages' }).getByText('over here').waitFor()

  await his.getByRole('button', { name: `Shake off ${ada.name}` }).click()
  await hers.getByText(/You follow nobody any more/).waitFor()
  await his.getByRole('button', { name: /^Go there: Focus/ }).click()
  await hers.getByText('You do not stand together any more.').waitFor()
  await his.getByRole('button', { name: /^Lock Focus/ }).click()
  await hers.getByRole('button', { name: /^Knock: Focus/ }).click()
  await his.getByRole('button', { name: `Do not let ${ada.name} in` }).click()
  await hers.getByText(/You cannot come in to Focus/).waitFor()
  await hers.getByRole('button', { name: /^Knock: Focus/ }).click()
  await his.getByRole('button', { name: `Let ${ada.name} in`, exact: true }).click()
  await hers.getByText(/you are in Focus/).waitFor()
})
