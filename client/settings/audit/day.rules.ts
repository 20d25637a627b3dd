/** When that day begins where this browser is, or `later` days after; undefined without a day. `day`: as a date field has it, 2026-01-31. */
export function dayStartMs(day: string, later = 0): number | undefined {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return undefined
  return new Date(year, month - 1, date + later).getTime()
}
