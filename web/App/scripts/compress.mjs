// Brotli and gzip beside each text file of the build: the Gateway sends whichever the browser takes, without compressing again and again.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const text = /\.(html|js|css|svg|json|webmanifest)$/;
// Below this the headers of the answer weigh more than what is saved.
const smallest = 1024;

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !text.test(entry.name)) {
    continue;
  }

  const path = `${entry.parentPath}/${entry.name}`;
  const content = await readFile(path);
  if (content.length >= smallest) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }));
    await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }));
  }
}
