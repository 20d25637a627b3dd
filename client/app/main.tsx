import '../ui/tokens.css'
import { render } from 'solid-js/web'
import { App } from './app.tsx'
import { reloadWhenOutdated } from './reload-when-outdated.ts'

const root = document.getElementById('atrium')
if (!root) throw new Error('index.html has no #atrium')
reloadWhenOutdated()
render(() => <App />, root)
