/**
 * Packs the course for learning platforms, as SCORM 1.2: the offline file with a manifest, for the whole course and for
 * each lesson by itself. Leaves dist-scorm/course.zip, dist-scorm/vanishing.zip, …
 *
 *     node www/package/scorm.js
 */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { strToU8, zipSync } from 'fflate';
import ts from 'typescript';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const out = at('../../dist-scorm');
const PAGE = 'index.html';
/** The titles, read from the English texts: what they fetch later is not asked for here. */
const { outputText } = ts.transpileModule(readFileSync(at('../i18n/en/course.ts'), 'utf8'), { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
/** @type {{ courseTexts: { title: string; lessons: Record<string, { title: string }> } }} */
const { courseTexts } = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
const page = readFileSync(at('../../dist/vanishing-point-offline.html'), 'utf8');

const escape = (/** @type {string} */ text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** @param {string} id @param {string} title */
const manifest = (id, title) => `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="vanishing-point-${id}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="course">
    <organization identifier="course">
      <title>${escape(title)}</title>
      <item identifier="item" identifierref="page" isvisible="true">
        <title>${escape(title)}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="${PAGE}">
      <file href="${PAGE}"/>
    </resource>
  </resources>
</manifest>
`;

rmSync(out, { recursive: true, force: true });
mkdirSync(out);
/** @type {[string, string][]} */
const packages = [['course', `${courseTexts.title}: Vanishing Point`], ...Object.entries(courseTexts.lessons).map(([id, { title }]) => /** @type {[string, string]} */ ([id, `Vanishing Point: ${title}`]))];
for (const [id, title] of packages) {
  const lesson = id === 'course' ? '' : id;
  // The page tells by this that it is in a package, and of what.
  const html = page.replace('<head>', `<head><meta name="vanishing-point-course" content="${lesson}">`);
  // Nearly all of it is compressed already, in Base64; a fixed time makes the same bytes of the same page.
  writeFileSync(`${out}/${id}.zip`, zipSync({ 'imsmanifest.xml': strToU8(manifest(id, title)), [PAGE]: strToU8(html) }, { level: 6, mtime: new Date(2000, 0, 1) }));
}
