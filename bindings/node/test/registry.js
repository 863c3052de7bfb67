'use strict';

// node registry.js FOLDER: serves the tarballs in FOLDER on the loopback interface as an npm registry does, and nothing
// else, so that what a user's `npm install usersig` finds can be tried before anything is published. What it is asked
// for and does not have goes to stderr.

const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { readFileSync, readdirSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');

const folder = process.argv[2];
const packages = new Map();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.tgz'))) {
  const manifest = JSON.parse(execFileSync('tar', ['-xzOf', join(folder, file), 'package/package.json'], { encoding: 'utf8' }));
  packages.set(manifest.name, { manifest, file, bytes: readFileSync(join(folder, file)) });
}

const server = createServer((request, response) => {
  const path = decodeURIComponent(request.url.slice(1));
  const tarball = [...packages.values()].find(({ file }) => path === file);
  if (tarball) return response.end(tarball.bytes);
  const found = packages.get(path);
  if (!found) console.error(`unknown: ${path}`);
  if (!found) return response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Not found"}');
  const { manifest, file, bytes } = found;
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const dist = { tarball: `http://${request.headers.host}/${file}`, integrity };
  const versions = { [manifest.version]: { ...manifest, dist } };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ name: manifest.name, 'dist-tags': { latest: manifest.version }, versions }));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
