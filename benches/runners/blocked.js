import { run } from './javascript.js';

run('blocked');
