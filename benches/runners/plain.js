import { run } from './javascript.js';

run('plain');
