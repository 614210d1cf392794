/** The page of the course. */

import { openCourse } from './course';

openCourse(document.getElementById('header')!, document.getElementById('lessons')!);
