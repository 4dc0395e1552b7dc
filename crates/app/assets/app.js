// Starts the design system's scripts. Every page works without them.
import { initAll } from './nhsuk-frontend.js'
import './grid.js'
import { initReview } from './review.js'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('nhsuk-frontend-supported')
}
initAll()
if (document.querySelector('[data-review]')) initReview()
