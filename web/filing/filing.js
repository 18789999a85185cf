// Comforts of the pages on which a complaint is written; each page works without them.
import { sendFilesAtOnce } from './files.js';
import { narrowPlaces } from './places.js';

for (const field of document.querySelectorAll('[data-files]')) sendFilesAtOnce(field);
for (const row of document.querySelectorAll('[data-places]')) narrowPlaces(row);
