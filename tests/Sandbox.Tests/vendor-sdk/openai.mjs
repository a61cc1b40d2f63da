// The vendor's own SDK against the Sandbox: answers, streams, errors, retries.
// Usage: node openai.mjs <address with /v1> <address of the control plane>
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const [baseURL, control] = process.argv.slice(2);
const client = new OpenAI({ apiKey: 'sk-sandbox-1', baseURL, maxRetries: 0 });
const fault = (order) => fetch(`${control}__sandbox/faults`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ vendor: 'openai', ...order }),
}).then((answer) => assert.ok(answer.ok));

const schema = {
  type: 'object',
  properties: { score: { type: 'integer', enum: [0, 1, 2, 3] }, confidence: { type: 'number' }, reason: { type: 'string' } },
  required: ['score', 'confidence', 'reason'],
  additionalProperties: false,
};
const request = {
  model: 'gpt-4o-mini',
  temperature: 0,
  messages: [
    { role: 'system', content: 'Judge the enquiry.' },
    { role: 'user', content: JSON.stringify({ enquiry: 'Bridal line of eight gowns, pattern making and first samples.' }) },
  ],
  response_format: { type: 'json_schema', json_schema: { name: 'judgement', strict: true, schema } },
};

const { data: answer, response, request_id: id } = await client.chat.completions.create(request).withResponse();
assert.equal(answer.object, 'chat.completion');
assert.match(answer.id, /^chatcmpl-/);
assert.equal(answer.choices[0].finish_reason, 'stop');
assert.equal(answer.choices[0].message.refusal, null);
assert.equal(JSON.parse(answer.choices[0].message.content).score, 3);
assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
assert.match(id, /^req_/);
for (const header of ['openai-processing-ms', 'x-ratelimit-limit-requests', 'x-ratelimit-remaining-tokens', 'x-ratelimit-reset-requests']) assert.ok(response.headers.get(header), header);

const parsed = await client.chat.completions.parse(request);
assert.equal(parsed.choices[0].message.parsed.score, 3);

let streamed = '';
let usage;
for await (const chunk of await client.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } })) {
  streamed += chunk.choices[0]?.delta.content ?? '';
  usage = chunk.usage ?? usage;
}
assert.deepEqual(JSON.parse(streamed), JSON.parse(answer.choices[0].message.content));
assert.ok(usage.total_tokens > 0);

const models = await client.models.list();
assert.ok(models.data.some((model) => model.id === 'gpt-4o-mini'));
assert.equal((await client.models.retrieve('gpt-4o-mini')).object, 'model');

await assert.rejects(new OpenAI({ apiKey: 'invalid', baseURL, maxRetries: 0 }).models.list(), (e) => e instanceof OpenAI.AuthenticationError && e.code === 'invalid_api_key');
await assert.rejects(client.chat.completions.create({ ...request, model: 'gpt-9' }), (e) => e instanceof OpenAI.NotFoundError && e.code === 'model_not_found');
await assert.rejects(client.chat.completions.create({ ...request, messages: [] }), (e) => e instanceof OpenAI.BadRequestError);
await assert.rejects(
  client.chat.completions.create({ ...request, response_format: { type: 'json_schema', json_schema: { name: 'open', strict: true, schema: { ...schema, required: ['score'] } } } }),
  (e) => e instanceof OpenAI.BadRequestError && e.code === 'invalid_json_schema' && e.message.includes('confidence'));
await assert.rejects(client.chat.completions.create({ ...request, response_format: { type: 'json_object' }, messages: [{ role: 'user', content: 'hello' }] }), OpenAI.BadRequestError);

await fault({ kind: 'rate-limit', retryAfter: 1 });
await assert.rejects(client.chat.completions.create(request), (e) => e instanceof OpenAI.RateLimitError && e.code === 'rate_limit_exceeded' && e.headers.get('retry-after') === '1');
await fault({ kind: 'exhaust-quota' });
await assert.rejects(client.chat.completions.create(request), (e) => e instanceof OpenAI.RateLimitError && e.code === 'insufficient_quota');
await fault({ kind: 'status', status: 500 });
await assert.rejects(client.chat.completions.create(request), OpenAI.InternalServerError);
await fault({ kind: 'drop' });
await assert.rejects(client.chat.completions.create(request), OpenAI.APIConnectionError);
await fault({ kind: 'truncate' });
await assert.rejects(client.chat.completions.parse(request), OpenAI.LengthFinishReasonError);
await fault({ kind: 'refuse' });
const refused = await client.chat.completions.create(request);
assert.equal(refused.choices[0].message.content, null);
assert.ok(refused.choices[0].message.refusal);

// The SDK's own retries get past two failures.
await fault({ kind: 'status', status: 503, count: 2 });
const patient = new OpenAI({ apiKey: 'sk-sandbox-1', baseURL, maxRetries: 2 });
assert.equal((await patient.chat.completions.create(request)).choices[0].finish_reason, 'stop');
