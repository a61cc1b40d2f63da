// dist/sw.js: the service worker with the names of this build's files. Scripts of other languages' letters are left to the network.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const source = fileURLToPath(new URL('../worker/sw.js', import.meta.url));

const built = (await readdir(`${dist}assets`)).filter((name) => /\.(js|css)$/.test(name) || /-latin-wght-normal-.*\.woff2$/.test(name)).sort();
const files = ['/index.html', '/color-scheme.js', '/manifest.webmanifest', '/icon.svg', ...built.map((name) => `/assets/${name}`)];
const worker = await readFile(source, 'utf8');
const hash = createHash('sha256').update(worker);
for (const file of files) {
  hash.update(file).update(await readFile(dist + file.slice(1)));
}

const text = worker.replace('%VERSION%', hash.digest('hex').slice(0, 12)).replace("['%FILES%']", JSON.stringify(files));
await writeFile(`${dist}sw.js`, text);
