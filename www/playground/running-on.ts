/** What models make of their own answers, one script for both: a series run on, and a number written. */

import './running-on.css';

export { TaskForecast } from './task-forecast';
export { TaskWriting } from './task-writing';
