// Starts what a page has use for. Every page works without any of this.
import { keepDrafts } from './drafts.js';
import { startFacts } from './facts.js';
import { startForms } from './forms.js';
import { startKeys } from './keys.js';
import { followLegacyLink } from './legacy.js';
import { startList } from './list.js';
import { startLive } from './live.js';
import { startMentions } from './mention.js';
import { start } from './parts.js';
import { watchPerson } from './person.js';
import { startSent } from './sent.js';
import { startTicket } from './ticket.js';
import { startTicks } from './ticks.js';

followLegacyLink();
watchPerson();
start();
keepDrafts();
startFacts();
startForms();
startKeys();
startSent();
startTicket();
startList();
startMentions();
startTicks();
startLive();
