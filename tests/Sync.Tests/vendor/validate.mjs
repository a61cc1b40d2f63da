// Reads {name: query} from stdin and prints what graphql-js has against each query.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [graphqlFolder, schemaFile] = process.argv.slice(2);
const { buildSchema, parse, validate } = createRequire(import.meta.url)(graphqlFolder);

const schema = buildSchema(readFileSync(schemaFile, 'utf8'), { assumeValidSDL: true });
for (const [name, query] of Object.entries(JSON.parse(readFileSync(0, 'utf8')))) {
  for (const error of validate(schema, parse(query))) {
    console.log(`${name}: ${error.message}`);
  }
}
