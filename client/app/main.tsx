import '../ui/tokens.css'
import { render } from 'solid-js/web'
import { App } from './app.tsx'

const root = document.getElementById('atrium')
if (!root) throw new Error('index.html has no #atrium')
render(() => <App />, root)
