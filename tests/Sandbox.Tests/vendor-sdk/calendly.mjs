// Every answer of the Sandbox's Calendly against the vendor's OpenAPI document.
// Usage: node calendly.mjs <address> <openapi file> <organization uri>
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const [address, specFile, organization] = process.argv.slice(2);
const spec = parse(readFileSync(specFile, 'utf8'));
const failures = [];

// OpenAPI 3.0 says "nullable" where JSON Schema lists null: an enum that may be null has to name it.
const nullable = (node) => {
  if (Array.isArray(node)) return node.forEach(nullable);
  if (!node || typeof node !== 'object') return;
  if (node.nullable && Array.isArray(node.enum) && !node.enum.includes(null)) node.enum.push(null);
  Object.values(node).forEach(nullable);
};
nullable(spec.components.schemas);
nullable(spec.paths);

const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
ajv.addSchema({ ...spec, $id: 'calendly' }, 'calendly');
const pointer = (path) => path.replaceAll('~', '~0').replaceAll('/', '~1');

let checked = 0;
async function ask(method, path, template, { body, token = 'calendly-token-1' } = {}) {
  const url = path.startsWith('http') ? path : address + path;
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await response.text();
  const json = text ? JSON.parse(text) : undefined;
  const declared = spec.paths[template]?.[method.toLowerCase()]?.responses?.[String(response.status)];
  if (!declared) {
    failures.push(`${method} ${template} answers ${response.status}, which the document does not know: ${text.slice(0, 200)}`);
    return json;
  }

  const inComponents = declared.$ref ? declared.$ref.slice(2).split('/').map(pointer) : ['paths', pointer(template), method.toLowerCase(), 'responses', String(response.status)];
  const resolved = declared.$ref ? spec.components.responses[declared.$ref.split('/').at(-1)] : declared;
  if (!resolved.content) {
    if (text) failures.push(`${method} ${template} ${response.status} should have no body`);
  } else {
    const check = ajv.getSchema(`calendly#/${inComponents.join('/')}/content/application~1json/schema`);
    if (!check(json)) failures.push(`${method} ${template} ${response.status}: ${ajv.errorsText(check.errors)} in ${text.slice(0, 400)}`);
  }

  checked++;
  return json;
}

const org = encodeURIComponent(organization);
const me = await ask('GET', '/users/me', '/users/me');
await ask('GET', me.resource.uri, '/users/{uuid}');
await ask('GET', `/organization_memberships?organization=${org}`, '/organization_memberships');
const types = await ask('GET', `/event_types?organization=${org}&count=100`, '/event_types');
await ask('GET', types.collection[0].uri, '/event_types/{uuid}');

// All events of the year, and the invitees of every twentieth: all kinds, states and locations are among them.
const events = [];
for (let next = `/scheduled_events?organization=${org}&count=100`; next; ) {
  const page = await ask('GET', next, '/scheduled_events');
  events.push(...page.collection);
  next = page.pagination.next_page;
}
const some = events.filter((event, index) => index % 20 === 0 || event.status === 'canceled').slice(0, 250);
for (const event of some) {
  const invitees = await ask('GET', `${event.uri}/invitees`, '/scheduled_events/{uuid}/invitees');
  await ask('GET', invitees.collection[0].uri, '/scheduled_events/{event_uuid}/invitees/{invitee_uuid}');
}
await ask('GET', events[0].uri, '/scheduled_events/{uuid}');

const coming = events.find((event) => event.status === 'active' && event.start_time > '2026-11-20T21');
await ask('POST', `${coming.uri}/cancellation`, '/scheduled_events/{uuid}/cancellation', { body: { reason: 'Holiday' } });
await ask('POST', `${coming.uri}/cancellation`, '/scheduled_events/{uuid}/cancellation', { body: {} });
const held = events.find((event) => event.status === 'active');
const invitee = (await ask('GET', `${held.uri}/invitees`, '/scheduled_events/{uuid}/invitees')).collection[0];
const noShow = await ask('POST', '/invitee_no_shows', '/invitee_no_shows', { body: { invitee: invitee.uri } });
await ask('GET', noShow.resource.uri, '/invitee_no_shows/{uuid}');
await ask('DELETE', noShow.resource.uri, '/invitee_no_shows/{uuid}');
await ask('POST', '/scheduling_links', '/scheduling_links', { body: { max_event_count: 1, owner: types.collection[0].uri, owner_type: 'EventType' } });

const hook = { url: 'https://hooks.example/calendly', events: ['invitee.created', 'invitee.canceled'], organization, scope: 'organization', signing_key: 'k' };
const made = await ask('POST', '/webhook_subscriptions', '/webhook_subscriptions', { body: hook });
await ask('POST', '/webhook_subscriptions', '/webhook_subscriptions', { body: hook });
await ask('GET', `/webhook_subscriptions?organization=${org}&scope=organization`, '/webhook_subscriptions');
await ask('GET', made.resource.uri, '/webhook_subscriptions/{webhook_uuid}');
await ask('DELETE', made.resource.uri, '/webhook_subscriptions/{webhook_uuid}');

await ask('GET', '/scheduled_events', '/scheduled_events');
await ask('GET', `/scheduled_events?user=${encodeURIComponent(types.collection[0].profile.owner)}`, '/scheduled_events');
await ask('GET', '/scheduled_events/NOSUCHEVENT', '/scheduled_events/{uuid}');
await ask('GET', '/users/me', '/users/me', { token: 'invalid' });

if (failures.length > 0) {
  console.error([...new Set(failures)].slice(0, 20).join('\n'));
  process.exit(1);
}

console.log(`ok, ${checked} answers`);
