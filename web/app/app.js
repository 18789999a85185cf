// Small comforts of every page: parts that refresh themselves, dialogs, forms sent once, print buttons, tables that the keyboard
// scrolls. All pages work without it.
import { refreshFragments } from './fragment.js';
import { sendRowByRow } from './bulk.js';
import { countChosen } from './choose.js';
import { wireDialogs } from './dialog.js';
import { focusAnswer, wireKeys } from './keys.js';
import { solveGuards } from './guard.js';
import { foldNavigation } from './navigation.js';
import { sendOnce } from './once.js';
import { reachScrollableTables } from './scrollable.js';
import { wireViewSwitch } from './view.js';
import { wireTicks } from './ticks.js';

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
foldNavigation(document);
wireDialogs(document);
sendOnce(document);
solveGuards(document);
countChosen(document);
sendRowByRow(document);
refreshFragments(document);
reachScrollableTables(document);
wireViewSwitch(document);
wireTicks(document);
wireKeys(document);
focusAnswer(document);
