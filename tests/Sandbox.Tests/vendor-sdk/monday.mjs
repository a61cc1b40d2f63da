// The vendor's own SDK against the Sandbox, and the vendor's SDL against what the Sandbox declares.
// Usage: node monday.mjs <endpoint> <sdl file> <our schema as JSON>
import { readFileSync } from 'node:fs';
import monday from '@mondaydotcomorg/api';
import { buildSchema, isInputObjectType, isInterfaceType, isObjectType, parse, validate } from 'graphql';

const { ApiClient, ClientError } = monday;
const [endpoint, sdlFile, schemaFile] = process.argv.slice(2);
const failures = [];
const check = (what, holds, detail = '') => holds || failures.push(`${what} ${detail}`);

const sdl = buildSchema(readFileSync(sdlFile, 'utf8'), { assumeValidSDL: true });

// Every field, type and argument that the Sandbox answers is the vendor's, default for default.
for (const [typeName, fields] of Object.entries(JSON.parse(readFileSync(schemaFile, 'utf8')))) {
  const type = sdl.getType(typeName);
  if (!type) {
    check('The vendor has no type', false, typeName);
    continue;
  }

  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) {
    for (const value of Object.keys(fields)) {
      check('The vendor has no value', type.getValue?.(value), `${typeName}.${value}`);
    }
    continue;
  }

  for (const [name, ours] of Object.entries(fields)) {
    const field = type.getFields()[name];
    check('The vendor has no field', field, `${typeName}.${name}`);
    if (!field) continue;
    check('Another type than the vendor', String(field.type) === ours.type, `${typeName}.${name}: ${field.type}, here ${ours.type}`);
    for (const [argument, given] of Object.entries(ours.arguments ?? {})) {
      const theirs = field.args.find((candidate) => candidate.name === argument);
      check('The vendor has no argument', theirs, `${typeName}.${name}(${argument})`);
      check('Another argument than the vendor', theirs && String(theirs.type) === given.type, `${typeName}.${name}(${argument}): ${theirs?.type}, here ${given.type}`);
      check('Another default than the vendor', (theirs?.defaultValue ?? null) === (given.default ?? null), `${typeName}.${name}(${argument})`);
    }
    for (const theirs of field.args ?? []) {
      const required = String(theirs.type).endsWith('!') && theirs.defaultValue === undefined;
      check('A required argument is missing', !required || ours.arguments?.[theirs.name], `${typeName}.${name}(${theirs.name})`);
    }
  }
}

const queries = {
  page: `query ($ids: [ID!], $limit: Int!) { complexity { before after query reset_in_x_seconds }
    boards(ids: $ids) { id name updated_at groups { id title color position } columns { id title type settings }
      items_page(limit: $limit) { cursor items { id name state created_at updated_at group { id title }
        column_values { id type text value column { title } ... on StatusValue { label index is_done } ... on DateValue { date time } ... on NumbersValue { number }
          ... on PeopleValue { persons_and_teams { id kind } } ... on EmailValue { email label } ... on PhoneValue { phone country_short_name }
          ... on LinkValue { url url_text } ... on DropdownValue { values { id label } } ... on CheckboxValue { checked } } } } } }`,
  next: 'query ($cursor: String!, $limit: Int!) { next_items_page(cursor: $cursor, limit: $limit) { cursor items { id name column_values { id type text value } } } }',
  byColumn: 'query ($b: ID!, $c: [ItemsPageByColumnValuesQuery!]) { items_page_by_column_values(board_id: $b, columns: $c, limit: 50) { cursor items { id name } } }',
  logs: 'query ($b: [ID!], $from: ISO8601DateTime) { boards(ids: $b) { activity_logs(from: $from, limit: 10, page: 1) { id event entity data user_id account_id created_at } } }',
  people: '{ me { id name email } users(limit: 10) { id name } account { id name slug tier plan { max_users } } version { kind value display_name } versions { kind value } }',
  create: 'mutation ($b: ID!, $g: String, $n: String!, $v: JSON) { create_item(board_id: $b, group_id: $g, item_name: $n, column_values: $v) { id } }',
  change: 'mutation ($b: ID!, $i: ID!, $v: JSON!) { change_multiple_column_values(board_id: $b, item_id: $i, column_values: $v, create_labels_if_missing: true) { id } }',
  update: 'mutation ($i: ID!, $t: String!) { create_update(item_id: $i, body: $t) { id } }',
};

for (const [name, query] of Object.entries(queries)) {
  for (const error of validate(sdl, parse(query))) {
    check(`The query ${name} is not the vendor's:`, false, error.message);
  }
}

const client = new ApiClient({ token: 'personal-token-1', apiVersion: '2026-10', endpoint });
const first = await client.request(queries.page, { ids: ['9002'], limit: 50 });
const page = first.boards[0].items_page;
check('A first page has 50 items', page.items.length === 50);
check('Values are JSON in a string', page.items.every((item) => item.column_values.every((value) => value.value === null || typeof JSON.parse(value.value) !== 'undefined')));
const second = await client.request(queries.next, { cursor: page.cursor, limit: 50 });
check('The second page is another one', second.next_items_page.items[0].id !== page.items[0].id);
const found = await client.request(queries.byColumn, { b: '9004', c: [{ column_id: 'status_stage', column_values: ['Won'] }] });
check('Won deals are found', found.items_page_by_column_values.items.length === 50);
const logs = await client.request(queries.logs, { b: ['9001'], from: '2026-11-20T00:00:00Z' });
check('There are ten log lines', logs.boards[0].activity_logs.length === 10);
const people = await client.request(queries.people);
check('The current version is 2026-10', people.version.value === '2026-10' && people.version.kind === 'current');
const made = await client.request(queries.create, { b: '9002', g: 'topics', n: 'Made by the SDK', v: JSON.stringify({ status: { label: 'Contacted' } }) });
await client.request(queries.change, { b: '9002', i: made.create_item.id, v: JSON.stringify({ status_1: { label: 'Qualified' } }) });
await client.request(queries.update, { i: made.create_item.id, t: 'Hello' });

// What the SDK brings ready-made.
const { operations } = client;
check('getMeOp', (await operations.getMeOp()).me.name === 'TEG Integration');
check('getBoardGroupsOp', (await operations.getBoardGroupsOp({ ids: ['9002'] })).boards[0].groups.length === 2);
check('getBoardItemsOp', (await operations.getBoardItemsOp({ ids: ['9002'] })).boards[0].items_page.items.length === 25);
const own = (await operations.createItemOp({ boardId: '9002', groupId: 'topics', itemName: 'Own' })).create_item.id;
await operations.changeColumnValueOp({ boardId: '9002', itemId: own, columnId: 'status', value: JSON.stringify({ label: 'Contacted' }) });
await operations.changeSimpleColumnValueOp({ boardId: '9002', itemId: own, columnId: 'numbers_styles', value: '7' });
const changed = await operations.changeMultipleColumnValuesOp({ boardId: '9002', itemId: own, columnValues: JSON.stringify({ text_company: 'House' }) });
const valueOf = (id) => changed.change_multiple_column_values.column_values.find((value) => value.id === id).value;
check('The ready-made mutations arrive', valueOf('numbers_styles') === '"7"' && valueOf('text_company') === '"House"' && JSON.parse(valueOf('status')).index === 1);

const refusal = async (token, query, variables) => {
  try {
    await new ApiClient({ token, apiVersion: '2026-10', endpoint }).request(query, variables);
    return null;
  } catch (error) {
    check('Refusals are the SDK\'s ClientError', error instanceof ClientError, String(error));
    return error.response;
  }
};
check('A wrong token is 401', (await refusal('invalid', queries.people))?.status === 401);
const wrong = await refusal('personal-token-1', '{ boards { nothing } }');
check('A wrong field is 200 with errors', wrong?.status === 200 && wrong.errors[0].message === 'Cannot query field "nothing" on type "Board".', JSON.stringify(wrong));
const expired = await refusal('personal-token-1', queries.next, { cursor: 'bm9uZQ==', limit: 5 });
check('A wrong cursor is a CursorException', expired?.errors?.[0]?.extensions?.code === 'CursorException');

if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exit(1);
}

console.log('ok');
