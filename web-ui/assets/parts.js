// What belongs to single fields; started again when a part of the page has been replaced.
import { startBlocks } from './blocks.js';
import { startCustomer } from './customer.js';
import { startDrafts } from './drafts.js';
import { startFiles } from './files.js';
import { startMarkdown } from './markdown.js';
import { startPasskeys } from './passkey.js';
import { startPassword } from './password.js';
import { startPrint } from './print.js';
import { startSavebars } from './savebar.js';
import { startSecrets } from './secrets.js';
import { startSimilar } from './similar.js';
import { startTitle } from './title.js';

export function start() {
  startBlocks(document);
  startCustomer();
  startFiles(document);
  startDrafts(document);
  startMarkdown(document);
  startPasskeys(document);
  startPassword();
  startPrint(document);
  startSavebars();
  startSecrets(document);
  startSimilar();
  startTitle(document);
}
