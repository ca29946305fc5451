// zod probes for eval, which the page's content security policy would report as a violation. Imported before anything
// else, so that no schema is made earlier.
import { config } from 'zod/v4/core';

config({ jitless: true });
