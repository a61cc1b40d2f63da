// Google's official SDKs, unchanged, against the Sandbox.
// Usage: node google.mjs <address> <control address> <a deck with "Hello {{client}}" and "{{logo}}"> <a workbook with a total>
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { drive as Drive } from '@googleapis/drive';
import { sheets as Sheets } from '@googleapis/sheets';
import { slides as Slides, auth as Auth } from '@googleapis/slides';

const [address, control, deckFile, bookFile] = process.argv.slice(2);
const rootUrl = address.endsWith('/') ? address : `${address}/`;
const { Gaxios } = createRequire(createRequire(import.meta.url).resolve('googleapis-common'))('gaxios');
const here = { rootUrl };

// The service account signs in: the SDK's token address is fixed, its transporter is not.
const key = await (await fetch(`${control}__sandbox/google/key`)).json();
const signIn = (privateKey) => {
  const jwt = new Auth.JWT({ email: key.client_email, key: privateKey, scopes: ['https://www.googleapis.com/auth/drive'] });
  jwt.transporter = { defaults: {}, request: (options) => new Gaxios().request({ ...options, url: String(options.url).replace('https://oauth2.googleapis.com', address.replace(/\/$/, '')) }) };
  return jwt;
};
const { access_token: token } = await signIn(key.private_key).authorize();
assert.match(token, /^ya29\./);

const auth = new Auth.OAuth2();
auth.setCredentials({ access_token: token });
const drive = Drive({ version: 'v3', auth });
const slides = Slides({ version: 'v1', auth });
const sheets = Sheets({ version: 'v4', auth });
const status = (wanted) => (error) => error.status === wanted || error.code === wanted || error.response?.status === wanted;

// The demo's pictures.
const folders = (await drive.files.list({ q: "name = 'Deck images' and mimeType = 'application/vnd.google-apps.folder'" }, here)).data.files;
const categories = (await drive.files.list({ q: `'${folders[0].id}' in parents and trashed = false`, orderBy: 'name', fields: 'files(id,name)' }, here)).data.files;
assert.ok(categories.length >= 6);
const pictures = (await drive.files.list({ q: `'${categories[0].id}' in parents and mimeType contains 'image/'`, pageSize: 2, fields: 'nextPageToken,files(id,name,imageMediaMetadata(width,height))' }, here)).data;
assert.equal(pictures.files.length, 2);
assert.ok(pictures.nextPageToken && pictures.files[0].imageMediaMetadata.width > 100);
const picture = await drive.files.get({ fileId: pictures.files[0].id, alt: 'media' }, { ...here, responseType: 'arraybuffer' });
assert.deepEqual([...new Uint8Array(picture.data).slice(1, 4)], [0x50, 0x4e, 0x47]);

// A folder, a file, a copy, sharing, change, removal.
const folder = (await drive.files.create({ requestBody: { name: "Ada's", mimeType: 'application/vnd.google-apps.folder' } }, here)).data.id;
const note = (await drive.files.create({ requestBody: { name: 'note.txt', parents: [folder] }, media: { mimeType: 'text/plain', body: 'Hello' } }, here)).data.id;
assert.equal((await drive.files.get({ fileId: note, alt: 'media' }, { ...here, responseType: 'text' })).data, 'Hello');
const copied = (await drive.files.copy({ fileId: note, requestBody: { name: 'copy.txt' } }, here)).data;
await drive.files.update({ fileId: copied.id, requestBody: { name: 'renamed.txt' } }, here);
await drive.permissions.create({ fileId: copied.id, requestBody: { role: 'reader', type: 'anyone' } }, here);
assert.deepEqual((await drive.files.list({ q: `'${folder}' in parents and name contains 'renamed'`, fields: 'files(name,permissions(role))' }, here)).data.files, [{ name: 'renamed.txt', permissions: [{ role: 'reader' }] }]);
await drive.files.delete({ fileId: copied.id }, here);
await assert.rejects(drive.files.get({ fileId: copied.id }, here), (error) => status(404)(error) && error.response.data.error.errors[0].reason === 'notFound');
await assert.rejects(drive.files.export({ fileId: note, mimeType: 'application/pdf' }, here), (error) => status(403)(error) && error.response.data.error.errors[0].reason === 'fileNotExportable');

// A deck becomes Slides by its upload; a token split over runs is one word there.
const deck = (await drive.files.create({
  requestBody: { name: 'Deck', mimeType: 'application/vnd.google-apps.presentation' },
  media: { mimeType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', body: createReadStream(deckFile) },
  fields: 'id,webViewLink',
}, here)).data.id;
const before = (await slides.presentations.get({ presentationId: deck }, here)).data;
const first = before.slides[0].objectId;
const changed = (await slides.presentations.batchUpdate({
  presentationId: deck,
  requestBody: {
    requests: [
      { duplicateObject: { objectId: first, objectIds: { [first]: 'case_study_01' } } },
      { replaceAllText: { containsText: { text: '{{client}}', matchCase: true }, replaceText: 'Acme', pageObjectIds: ['case_study_01'] } },
      { replaceAllText: { containsText: { text: '{{nothing}}', matchCase: true }, replaceText: 'x' } },
      { deleteObject: { objectId: first } },
    ],
    writeControl: { requiredRevisionId: before.revisionId },
  },
}, here)).data;
assert.equal(changed.replies[0].duplicateObject.objectId, 'case_study_01');
assert.equal(changed.replies[1].replaceAllText.occurrencesChanged, 1);
assert.deepEqual(changed.replies[2], { replaceAllText: {} });
assert.deepEqual(changed.replies[3], {});
const after = (await slides.presentations.get({ presentationId: deck }, here)).data;
const words = (page) => page.pageElements.flatMap((element) => element.shape?.text?.textElements ?? []).map((element) => element.textRun?.content ?? '').join('');
assert.ok(words(after.slides[0]).includes('Hello Acme'));
assert.equal(after.revisionId, changed.writeControl.requiredRevisionId);

// All or nothing, and never over somebody else's change.
await assert.rejects(slides.presentations.batchUpdate({ presentationId: deck, requestBody: { requests: [{ createSlide: { objectId: 'slide_new_1' } }, { deleteObject: { objectId: 'no_such_1' } }] } }, here), status(400));
await assert.rejects(slides.presentations.batchUpdate({ presentationId: deck, requestBody: { requests: [{ createSlide: {} }], writeControl: { requiredRevisionId: before.revisionId } } }, here), status(400));
await assert.rejects(slides.presentations.batchUpdate({ presentationId: deck, requestBody: { requests: [{ createSlide: { objectId: 'abc' } }] } }, here), status(400));
assert.equal((await slides.presentations.get({ presentationId: deck, fields: 'revisionId' }, here)).data.revisionId, after.revisionId);

// A picture from an address takes a shape's place.
const logo = await slides.presentations.batchUpdate({
  presentationId: deck,
  requestBody: { requests: [{ replaceAllShapesWithImage: { imageUrl: `${rootUrl}thumbnails/${pictures.files[0].id}`, imageReplaceMethod: 'CENTER_INSIDE', containsText: { text: '{{logo}}', matchCase: true } } }] },
}, here);
assert.equal(logo.data.replies[0].replaceAllShapesWithImage.occurrencesChanged, 1);
const pdf = await drive.files.export({ fileId: deck, mimeType: 'application/pdf' }, { ...here, responseType: 'arraybuffer' });
assert.ok(Buffer.from(pdf.data).toString('latin1').includes('Hello Acme'));

// A workbook becomes Sheets; its total is read, printed and written beside.
const book = (await drive.files.create({
  requestBody: { name: 'Book', mimeType: 'application/vnd.google-apps.spreadsheet' },
  media: { mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', body: createReadStream(bookFile) },
}, here)).data.id;
const tab = (await sheets.spreadsheets.get({ spreadsheetId: book, fields: 'sheets.properties' }, here)).data.sheets[0].properties.title;
assert.deepEqual((await sheets.spreadsheets.values.get({ spreadsheetId: book, range: `${tab}!A1:B2` }, here)).data.values, [['Styles', '3'], ['Total', '1,234.50']]);
assert.ok(Buffer.from((await drive.files.export({ fileId: book, mimeType: 'application/pdf' }, { ...here, responseType: 'arraybuffer' })).data).toString('latin1').includes('1,234.50'));
const appended = (await sheets.spreadsheets.values.append({ spreadsheetId: book, range: `${tab}!A1`, valueInputOption: 'USER_ENTERED', insertDataOption: 'INSERT_ROWS', requestBody: { values: [['More', '12']] } }, here)).data;
assert.equal(appended.updates.updatedCells, 2);
assert.equal(appended.updates.updatedRange, `${tab}!A3:B3`);
await sheets.spreadsheets.values.update({ spreadsheetId: book, range: `${tab}!C1`, valueInputOption: 'RAW', requestBody: { values: [['=1']] } }, here);
const both = (await sheets.spreadsheets.values.batchGet({ spreadsheetId: book, ranges: [`${tab}!A3:B3`, `${tab}!Z1:Z9`], valueRenderOption: 'UNFORMATTED_VALUE' }, here)).data.valueRanges;
assert.deepEqual(both[0].values, [['More', 12]]);
assert.equal(both[1].values, undefined);
await assert.rejects(sheets.spreadsheets.get({ spreadsheetId: 'nowhere' }, here), (error) => status(404)(error) && error.response.data.error.status === 'NOT_FOUND');

console.log('ok');
