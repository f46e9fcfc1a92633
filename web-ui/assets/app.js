// Starts what a page has use for. Every page works without any of this.
import { startDrafts } from './drafts.js';
import { startFiles } from './files.js';
import { startForms } from './forms.js';
import { startKeys } from './keys.js';
import { followLegacyLink } from './legacy.js';
import { startLive } from './live.js';
import { startPassword } from './password.js';
import { startSecrets } from './secrets.js';
import { startTicks } from './ticks.js';
import { startTitle } from './title.js';

followLegacyLink();
startFiles(document);
startDrafts(document);
startForms();
startKeys();
startPassword();
startSecrets(document);
startTicks();
startTitle(document);
startLive();
