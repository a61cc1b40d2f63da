// SignNow's official SDK, unchanged, against the Sandbox.
// Usage: node signnow.mjs <address> <control address> <a PDF with text tags for Client and Company>
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const [address, control, file] = process.argv.slice(2);
const require = createRequire(import.meta.url);

// The SDK speaks https to a fixed host; these two lines are all there is to pointing it elsewhere.
require('https').request = require('http').request;
const signNow = require('@signnow/api-client')({ credentials: Buffer.from('client:secret').toString('base64'), production: false });
require('@signnow/api-client/config').getEnvConfig().api = { host: new URL(address).hostname, port: new URL(address).port };
const call = (method) => promisify(method);

const order = async (path, body) => {
  const response = await fetch(`${control}__sandbox/${path}`, { method: body ? 'POST' : 'GET', headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  assert.ok(response.ok, await response.clone().text());
  return response.status === 204 ? undefined : response.json();
};

// Tokens.
const granted = await call(signNow.oauth2.requestToken)({ username: 'ada@teg.example', password: 'secret', scope: '*' });
assert.equal(granted.token_type, 'bearer');
assert.equal(granted.expires_in, 2592000);
const token = (await call(signNow.oauth2.refreshToken)({ refresh_token: granted.refresh_token, scope: '*' })).access_token;
await call(signNow.oauth2.verify)({ token });
await assert.rejects(call(signNow.oauth2.verify)({ token: 'invalid' }), (error) => error === 'invalid_token');
const user = await call(signNow.user.retrieve)({ token });
assert.match(user.primary_email, /@/);

// A document with text tags: the SDK's body has no closing boundary.
const { id } = await call(signNow.document.fieldextract)({ filepath: file, token });
assert.match(id, /^[0-9a-f]{40}$/);
const seen = await call(signNow.document.view)({ id, token });
assert.deepEqual(seen.roles.map((role) => role.name), ['Client', 'Company']);
assert.ok(seen.fields.every((field) => field.role && field.json_attributes.width > 0));
assert.equal(typeof seen.page_count, 'string');
await assert.rejects(call(signNow.document.view)({ id: '0'.repeat(40), token }), (errors) => errors[0].code === 65582);

// Fields by hand, and texts filled in.
const plain = (await call(signNow.document.create)({ filepath: file, token })).id;
await call(signNow.document.update)({
  id: plain,
  fields: { fields: [{ x: 10, y: 20, width: 100, height: 20, page_number: 0, type: 'signature', role: 'Signer 1', required: true, name: 'sign' }] },
  token,
});
assert.equal((await call(signNow.document.view)({ id: plain, token })).fields.length, 1);

// Webhooks of the old kind, links, templates, lists, history.
await call(signNow.webhook.create)({ event: 'document.complete', callback_url: 'http://127.0.0.1:9/hook', token });
assert.equal((await call(signNow.webhook.list)({ token })).subscriptions.length, 1);
const template = await call(signNow.template.create)({ document_id: id, document_name: 'Agreement', token });
const copy = await call(signNow.template.duplicate)({ id: template.id, name: 'Copy of the agreement', token });
assert.equal((await call(signNow.document.view)({ id: copy.id, token })).roles.length, 2);
assert.ok((await call(signNow.document.list)({ token })).length >= 4);
assert.match((await call(signNow.document.share)({ id, token })).link, /^http/);
assert.match((await call(signNow.link.create)({ document_id: id, token })).url_no_signup, /^http/);

// Role-based invite, taken back, sent again, signed by both.
const to = seen.roles.map((role, index) => ({ email: `${role.name.toLowerCase()}@house.example`, role: role.name, role_id: role.unique_id, order: index + 1, expiration_days: 27 }));
const data = { from: user.primary_email, subject: 'Please sign', message: 'As agreed', to };
await call(signNow.document.invite)({ id, data, token });
await assert.rejects(call(signNow.document.invite)({ id, data, token }));
assert.deepEqual((await call(signNow.document.view)({ id, token })).field_invites.map((invite) => invite.status), ['pending', 'created']);
await call(signNow.document.cancelFieldInvite)({ id, token });
assert.equal((await call(signNow.document.view)({ id, token })).field_invites.length, 0);
await call(signNow.document.invite)({ id, data, token });
await order(`signnow/documents/${id}/sign`, { role: 'Client', name: 'Ada Client' });
await order(`signnow/documents/${id}/sign`, { role: 'Company', name: 'Bob Company' });
const signed = await call(signNow.document.view)({ id, token });
assert.deepEqual(signed.field_invites.map((invite) => invite.status), ['fulfilled', 'fulfilled']);
assert.ok((await call(signNow.document.download)({ id, token, options: { withHistory: true } })).startsWith('%PDF-'));
assert.ok((await call(signNow.document.download)({ id, token, options: { withAttachments: true } })).startsWith('PK'));
assert.ok((await call(signNow.document.history)({ id, token })).length >= 4);

// A free-form invite needs no fields.
const free = (await call(signNow.document.create)({ filepath: file, token })).id;
const sent = await call(signNow.document.invite)({ id: free, data: { from: user.primary_email, to: 'eve@house.example', subject: 'Sign', message: 'Sign' }, token });
assert.equal(sent.result, 'success');
await call(signNow.document.cancelFreeFormInvite)({ id: sent.id, token });
await call(signNow.document.remove)({ id: free, token });
await assert.rejects(call(signNow.document.view)({ id: free, token }), (errors) => errors[0].code === 65582);

console.log('ok');
