/** Shows only the people of the chosen workspace. The form works without this too. */
const team = document.querySelector<HTMLSelectElement>('select[name="team_id"]')
const person = document.querySelector<HTMLSelectElement>('select[name="user_id"]')

if (team && person) {
  const everyone = [...person.options]
  const narrow = () => {
    const chosen = person.value
    person.replaceChildren(...everyone.filter((option) => option.dataset.team === team.value))
    if ([...person.options].some((option) => option.value === chosen)) person.value = chosen
  }
  team.addEventListener('change', narrow)
  narrow()
}
