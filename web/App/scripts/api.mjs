// Types for src/api from the services' OpenAPI documents, so that a changed endpoint breaks the build and not the page.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const documents = fileURLToPath(new URL('../../../docs/openapi/', import.meta.url));
const generated = fileURLToPath(new URL('../src/api/generated/', import.meta.url));

await mkdir(generated, { recursive: true });
for (const service of ['accounts', 'sync', 'analytics', 'qualifier', 'documents', 'gateway']) {
  const types = await openapiTS(exact(JSON.parse(await read(service))), { alphabetize: true });
  await writeFile(`${generated}${service}.ts`, `// Generated from docs/openapi/${service}.json by npm run api.\n${astToString(types)}`);
}

async function read(service) {
  try {
    return await readFile(`${documents}${service}.json`, 'utf8');
  } catch (cause) {
    const project = service === 'gateway' ? 'web/Gateway' : `services/${service[0].toUpperCase()}${service.slice(1)}`;
    throw new Error(`docs/openapi/${service}.json is missing. It is written by: dotnet build ${project}`, { cause });
  }
}

/**
 * Says what the services really send, which the documents state more loosely:
 * ASP.NET describes a number as "number or numeric string" because it would read both, but it writes numbers;
 * it calls a property optional when a record gives it a default, but it writes every property;
 * and it counts null among an enum's values when one of its uses is nullable, though each use says that by itself.
 */
function exact(node, name = '') {
  if (Array.isArray(node)) {
    return node.map((each) => exact(each));
  }

  if (node === null || typeof node !== 'object') {
    return node;
  }

  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, exact(value, key)]));
  if (Array.isArray(copy.type) && copy.type.includes('string') && copy.type.some((type) => type === 'integer' || type === 'number')) {
    copy.type = copy.type.filter((type) => type !== 'string');
    delete copy.pattern;
  }

  if (Array.isArray(copy.enum)) {
    copy.enum = copy.enum.filter((value) => value !== null);
  }

  if (name === 'schemas') {
    for (const [schema, of] of Object.entries(copy)) {
      if (of.properties && !schema.endsWith('ProblemDetails')) {
        of.required = Object.keys(of.properties);
      }
    }
  }

  return copy;
}
