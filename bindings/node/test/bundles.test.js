'use strict';

// What each bundler and tracer makes of a program with the settings of the README, moved to a folder without node_modules.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { after, test } = require('node:test');

const tools = join(process.env.USERSIG_NODE_TOOLS, 'node_modules');
const here = join(__dirname, 'bundles');
const moved = mkdtempSync(join(tmpdir(), 'usersig-bundles-'));
after(() => rmSync(moved, { recursive: true }));

mkdirSync(here, { recursive: true });
const body = `
const key = PrivateKey.generate();
const ticket = new Signer(1, key).genSig('xiaojun');
console.log(new Verifier(1, key.publicKey()).verify(ticket, 'xiaojun').identifier);
`;
writeFileSync(join(here, 'app.cjs'), `const { PrivateKey, Signer, Verifier } = require('usersig');${body}`);
writeFileSync(join(here, 'app.mjs'), `import { PrivateKey, Signer, Verifier } from 'usersig';${body}`);

const run = (command, ...rest) => execFileSync(command, rest, { cwd: here, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const tool = (name, ...rest) => run(join(tools, '.bin', name), ...rest);

const makers = {
  async '@vercel/nft'(app, out) {
    const { nodeFileTrace } = require(join(tools, '@vercel/nft'));
    const base = join(here, '..');
    const { fileList } = await nodeFileTrace([join(here, app)], { base });
    for (const file of fileList) cpSync(join(base, file), join(out, file), { dereference: true });
    return join('bundles', app);
  },
  '@vercel/ncc'(app, out) {
    tool('ncc', 'build', app, '-q', '-o', out);
    return app.replace('app', 'index');
  },
  webpack(app, out) {
    const config = {
      mode: 'production',
      context: here,
      target: 'node',
      entry: `./${app}`,
      output: { path: out, filename: 'app.js' },
      node: { __dirname: false },
      module: { rules: [{ test: /\.node$/, loader: 'node-loader' }] },
      resolveLoader: { modules: [tools] },
    };
    const { promisify } = require('node:util');
    return promisify(require(join(tools, 'webpack')))(config).then((stats) => {
      assert.ok(!stats.hasErrors(), stats.toString('errors-only'));
      return 'app.js';
    });
  },
  'esbuild to CommonJS'(app, out) {
    tool('esbuild', app, '--bundle', '--platform=node', '--loader:.node=copy', `--outfile=${out}/app.js`);
    return 'app.js';
  },
  'esbuild to an ES module'(app, out) {
    const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    const settings = ['--bundle', '--platform=node', '--format=esm', '--loader:.node=copy', `--banner:js=${banner}`];
    tool('esbuild', app, ...settings, `--outfile=${out}/app.mjs`);
    return 'app.mjs';
  },
  'bun build'(app, out) {
    tool('bun', 'build', app, '--target=node', `--outdir=${out}`);
    return 'app.js';
  },
};

for (const [name, make] of Object.entries(makers)) {
  for (const app of ['app.cjs', 'app.mjs']) {
    test(`${name}, ${app}`, async () => {
      const built = mkdtempSync(join(here, 'built-'));
      const file = await make(app, built);
      const to = join(moved, `${name.replace(/\W+/g, '-')}-${app}`);
      cpSync(built, to, { recursive: true });
      rmSync(built, { recursive: true });
      const runs = (USERSIG_PORTABLE) => {
        const env = { ...process.env, USERSIG_PORTABLE, USERSIG_PORTABLE_PRIVATE_KEYS: 'allow' };
        return execFileSync(process.execPath, [join(to, file)], { cwd: to, encoding: 'utf8', env });
      };
      assert.equal(runs('never'), 'xiaojun\n');
      // The portable build is a file that tracers bring, and that the others are given; bun and ES modules have no __dirname for it.
      if (name === 'webpack' || name === 'esbuild to CommonJS') cpSync(require.resolve('usersig/usersig.wasm'), join(to, 'usersig.wasm'));
      if (!/bun|ES module/.test(name)) assert.equal(runs('always'), 'xiaojun\n');
    });
  }
}
